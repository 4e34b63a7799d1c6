import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { Progress } from '@kinkeep/ui/progress'
import { FolderInput } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Section } from '../../components/section.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { ArchiveList } from './archive-list.tsx'
import { followInterval, shown } from './follow.ts'
import { sendImport } from './send-import.ts'

/** An archive of another Kinkeep, sent from here and brought in by the worker. */
export function BringInSection({ circleId }: { circleId: string }) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const picker = useRef<HTMLInputElement>(null)
  const list = trpc.keeps.imports.list.useQuery(
    { circleId, limit: shown },
    { refetchInterval: followInterval },
  )
  const cancel = trpc.keeps.imports.cancel.useMutation({
    onSuccess: () => cache.keeps.imports.list.invalidate({ circleId }),
  })
  const { send, sent, error, isSending, stop } = useSending(circleId)
  const items = list.data?.items ?? []
  const isBusy = items.some(({ state }) => state === 'waiting')
  const isInterrupted = !isSending && items.some(({ state }) => state === 'sending')
  const failure = error ?? cancel.error
  return (
    <Section title={t('archives.bring.title')} lead={t('archives.bring.lead')}>
      <ArchiveList
        items={items}
        actions={({ id, state }) =>
          (state === 'sending' || state === 'waiting') && (
            <Button
              tone="quiet"
              pending={cancel.isPending}
              onClick={() => {
                stop()
                cancel.mutate({ circleId, importId: id })
              }}
            >
              {t('archives.bring.cancel')}
            </Button>
          )
        }
      />
      {isSending && (
        <div className="mb-4">
          <Progress label={t('archives.bring.sending')} value={sent} />
          <p className="mt-2 text-muted text-sm">{t('archives.bring.stay')}</p>
        </div>
      )}
      <input
        ref={picker}
        type="file"
        accept=".zip,application/zip"
        aria-label={t('archives.bring.file')}
        className="sr-only"
        tabIndex={-1}
        onChange={({ target }) => {
          const [file] = target.files ?? []
          target.value = ''
          if (file) send(file)
        }}
      />
      <Button tone="secondary" pending={isSending} disabled={isBusy} onClick={() => picker.current?.click()}>
        <FolderInput size={18} aria-hidden="true" />
        {t(isInterrupted ? 'archives.bring.goOn' : 'archives.bring.choose')}
      </Button>
      <p role="status" className="mt-3 text-muted text-sm empty:hidden">
        {isBusy && t('archives.bring.reading')}
        {isInterrupted && t('archives.bring.interrupted')}
      </p>
      <p role="alert" className="mt-3 text-danger text-sm empty:hidden">
        {failure && errorText(failure, t, language)}
      </p>
      <p className="mt-3 text-muted text-xs">{t('archives.bring.hint')}</p>
    </Section>
  )
}

/** One file at a time; it ends with the page, and goes on where it was when the same file is chosen again. */
function useSending(circleId: string) {
  const cache = trpc.useUtils()
  const [sent, setSent] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])
  const send = async (file: File) => {
    const controller = new AbortController()
    running.current = controller
    setError(null)
    setSent(0)
    const refresh = () => cache.keeps.imports.list.invalidate({ circleId })
    try {
      const byteSize = Math.min(file.size, limits.archiveBytes + 1)
      const begun = await cache.client.keeps.imports.request.mutate({ circleId, byteSize })
      const importId = begun.import.id
      await refresh()
      const { signal } = controller
      const onProgress = (bytes: number) => setSent(bytes / file.size)
      await sendImport({
        client: cache.client,
        circleId,
        importId,
        file,
        partBytes: begun.partBytes,
        onProgress,
        signal,
      })
      await cache.client.keeps.imports.complete.mutate({ circleId, importId })
    } catch (problem) {
      if (!controller.signal.aborted) setError(problem)
    } finally {
      setSent(null)
      await refresh()
    }
  }
  return {
    send: (file: File) => void send(file),
    sent,
    error,
    isSending: sent !== null,
    stop: () => running.current?.abort(),
  }
}
