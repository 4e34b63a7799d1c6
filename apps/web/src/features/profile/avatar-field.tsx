import type { UserView } from '@kinkeep/contracts/accounts'
import { photoTypes } from '@kinkeep/contracts/media-states'
import { Avatar } from '@kinkeep/ui/avatar'
import { Button } from '@kinkeep/ui/button'
import { Progress } from '@kinkeep/ui/progress'
import { useRouter } from '@tanstack/react-router'
import { type ChangeEvent, useEffect, useRef, useState } from 'react'
import { avatarUrl } from '../../lib/avatar-url.ts'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { sendAvatar } from './send-avatar.ts'

interface Sending {
  preview: string
  /** 1: all sent, the worker is looking. */
  part: number
}

/** The caller's own picture: shown as soon as it is chosen, kept once the worker has made squares of it. */
export function AvatarField({ me }: { me: UserView }) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const router = useRouter()
  const input = useRef<HTMLInputElement>(null)
  const leaving = useRef<AbortController>(null)
  const [sending, setSending] = useState<Sending>()
  const [error, setError] = useState<string | null>(null)
  useEffect(() => () => leaving.current?.abort(), [])

  const refresh = async () => {
    await cache.users.me.fetch(undefined, { staleTime: 0 })
    await router.invalidate()
    void cache.circles.members.list.invalidate()
  }
  const remove = trpc.users.removeAvatar.useMutation({
    onSuccess: async () => {
      await refresh()
      showToast({ tone: 'done', text: t('accountData.avatar.removed') })
    },
    onError: (refused) => setError(errorText(refused, t, language)),
  })
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? []
    target.value = ''
    if (!file || sending) return
    const preview = URL.createObjectURL(file)
    const visit = new AbortController()
    leaving.current = visit
    setError(null)
    setSending({ preview, part: 0 })
    try {
      const onProgress = (part: number) => setSending({ preview, part })
      const sent = await sendAvatar(cache.client, file, onProgress, visit.signal)
      if ('trouble' in sent) return setError(t(`accountData.avatar.${sent.trouble}`))
      await refresh()
      showToast({ tone: 'done', text: t('accountData.avatar.saved') })
    } catch (refused) {
      setError(errorText(refused, t, language))
    } finally {
      setSending(undefined)
      URL.revokeObjectURL(preview)
    }
  }
  const shown = sending?.preview ?? avatarUrl(me.id, me.avatarId, '256')
  return (
    <div className="flex items-center gap-5">
      <Avatar name={me.name} seed={me.id} size="xl" src={shown} />
      <div className="min-w-0 grow">
        <div className="flex flex-wrap gap-3">
          <input
            ref={input}
            type="file"
            accept={[...photoTypes, '.heic', '.heif'].join()}
            hidden
            onChange={(event) => void choose(event)}
          />
          <Button tone="secondary" pending={sending !== undefined} onClick={() => input.current?.click()}>
            {t(me.avatarId === null ? 'accountData.avatar.choose' : 'accountData.avatar.change')}
          </Button>
          {me.avatarId !== null && !sending && (
            <Button tone="quiet" pending={remove.isPending} onClick={() => remove.mutate()}>
              {t('accountData.avatar.remove')}
            </Button>
          )}
        </div>
        <div className="mt-3">
          {sending && (
            <Progress
              label={t('accountData.avatar.sending')}
              value={sending.part < 1 ? sending.part : null}
            />
          )}
          {!sending && <p className="text-muted text-xs">{t('accountData.avatar.hint')}</p>}
        </div>
        <p role="alert" className="mt-2 text-danger text-sm empty:hidden">
          {error}
        </p>
      </div>
    </div>
  )
}
