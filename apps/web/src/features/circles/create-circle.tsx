import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { newId } from '../../lib/new-id.ts'
import { trpc } from '../../lib/trpc.ts'
import { CircleForm } from './circle-form.tsx'

/** Makes a circle and goes there. */
export function CreateCircle() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const cache = trpc.useUtils()
  // One key for one form: a second click, or a retry after a lost answer, makes no second circle.
  const [idempotencyKey] = useState(newId)
  const create = trpc.circles.create.useMutation({
    onSuccess: async (circle) => {
      cache.circles.get.setData({ circleId: circle.id }, circle)
      await cache.circles.list.invalidate()
      await navigate({ to: '/c/$circleId', params: { circleId: circle.id } })
    },
  })
  return (
    <CircleForm
      initial={{ name: '', description: '' }}
      submitLabel={t('newCircle.submit')}
      pending={create.isPending}
      error={create.error}
      onSubmit={({ name, description }) =>
        create.mutate({ name, idempotencyKey, ...(description.trim() !== '' && { description }) })
      }
    />
  )
}
