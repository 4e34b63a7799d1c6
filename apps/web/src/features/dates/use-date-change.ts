import type { DateChange } from '@kinkeep/contracts/date-changes'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useRef } from 'react'
import type { ApiClient } from '../../lib/api.ts'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { newId } from '../../lib/new-id.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'

export interface WantedChange {
  keepIds: string[]
  change: DateChange
}

/** Changes the dates of keeps, and offers to take that back. */
export function useDateChange(circleId: string, onDone: () => void) {
  const { t, language } = useTranslation()
  const { client } = useRouter().options.context
  const refresh = useDatesRefresh(circleId)
  const undo = useUndoDates(circleId)
  const tried = useRef<{ told: string; key: string }>(undefined)
  return useMutation({
    // Under one key as long as it is the same: an answer that got lost is asked for again without doing it twice.
    mutationFn: (wanted: WantedChange) => {
      const told = JSON.stringify(wanted)
      if (tried.current?.told !== told) tried.current = { told, key: newId() }
      return send(client, circleId, wanted, tried.current.key)
    },
    onSuccess: async ({ changeId, keeps }) => {
      tried.current = undefined
      showToast({
        tone: 'done',
        text: keeps === 0 ? t('dates.nothingChanged') : t('dates.changed', { count: keeps }),
        ...(changeId !== null && {
          action: { label: t('timeline.undo'), run: () => undo.mutate({ circleId, changeId }) },
        }),
      })
      onDone()
      await refresh()
    },
    onError: (error) => showToast({ tone: 'error', text: errorText(error, t, language) }),
  })
}

/** Takes a change back; says so when some were left as they are. */
export function useUndoDates(circleId: string) {
  const { t, language } = useTranslation()
  const refresh = useDatesRefresh(circleId)
  return trpc.media.dates.undo.useMutation({
    onSuccess: async ({ restored, leftAlone }) => {
      const said = t('dates.undone', { count: restored })
      showToast({
        tone: 'done',
        text: leftAlone === 0 ? said : `${said} ${t('dates.leftAlone', { count: leftAlone })}`,
      })
      await refresh()
    },
    onError: (error) => showToast({ tone: 'error', text: errorText(error, t, language) }),
  })
}

function useDatesRefresh(circleId: string) {
  const utils = trpc.useUtils()
  return () =>
    Promise.all([
      utils.media.dates.invalidate(),
      utils.keeps.list.invalidate({ circleId }),
      utils.keeps.timeline.invalidate({ circleId }),
    ])
}

function send(
  client: ApiClient,
  circleId: string,
  { keepIds, change }: WantedChange,
  idempotencyKey: string,
) {
  const keeps = { circleId, keepIds, idempotencyKey }
  switch (change.kind) {
    case 'set': {
      const { kind: _, ...set } = change
      return client.media.dates.set.mutate({ ...keeps, ...set })
    }
    case 'shift':
      return client.media.shiftDates.mutate({ ...keeps, minutes: change.minutes })
    case 'zone':
      return client.media.dates.setZone.mutate({ ...keeps, offsetMinutes: change.offsetMinutes })
    case 'confirm':
      return client.media.dates.confirm.mutate(keeps)
    default:
      return change satisfies never
  }
}
