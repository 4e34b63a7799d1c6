import type { ChildView } from '@kinkeep/contracts/children'
import type { CircleView } from '@kinkeep/contracts/circles'
import type { Units } from '@kinkeep/contracts/units'
import { Button } from '@kinkeep/ui/button'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { Link, useNavigate } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { PageTitle } from '../../components/page-title.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { formatShortDay, today } from '../timeline/wall-date.ts'
import { UpgradeSection } from '../upgrades/upgrade-section.tsx'
import { ageText } from './age-text.ts'
import { ChildKeeps } from './child-keeps.tsx'
import { ChildPicture } from './child-picture.tsx'
import { childrenOf } from './children-queries.ts'
import { ThenAndNow } from './then-and-now.tsx'

const EditChild = lazy(() => import('./edit-child.tsx'))
const ChooseChildPhoto = lazy(() => import('./choose-child-photo.tsx'))
const GrowthSection = lazy(() => import('./growth-section.tsx'))

export interface ChildPageProps {
  circle: CircleView
  child: ChildView
  /** The reader's own. */
  units: Units
}

/** A child of the family: who it is, how it grows, the keeps it is on, and siblings at the same age. */
export function ChildPage({ circle, child, units }: ChildPageProps) {
  const { t, language } = useTranslation()
  const circleId = circle.id
  const siblings = trpc.circles.children.list.useQuery(childrenOf(circleId)).data?.items ?? []
  return (
    <main id="main" tabIndex={-1} className="mx-auto w-full max-w-2xl px-4 pt-4 pb-16 sm:px-8 lg:pt-10">
      <PageTitle text={child.name} />
      <div className="-ml-4 sm:-ml-5 print:hidden">
        <Button asChild tone="quiet">
          <Link to="/c/$circleId/people" params={{ circleId }}>
            <ArrowLeft size={18} aria-hidden="true" />
            {t('people.title')}
          </Link>
        </Button>
      </div>
      <header className="mt-4 flex flex-col items-center gap-5 text-center sm:flex-row sm:text-left">
        <ChildPicture circleId={circleId} child={child} size="xl" />
        <div className="min-w-0 max-w-full">
          <h1 className="break-words text-2xl">{child.name}</h1>
          <p className="mt-1 text-muted">{ageText(t, child.birthdate, today())}</p>
          <p className="text-muted text-sm">
            {t('children.bornOn', { date: formatShortDay(child.birthdate, language) })}
            {child.pronouns !== null && ` · ${child.pronouns}`}
          </p>
        </div>
      </header>
      {child.isGrown && (
        <p className="mt-6 rounded-lg bg-accent-soft px-5 py-4 text-sm">
          {child.isMine ? t('children.grownMine') : t('children.grown', { name: child.name })}
        </p>
      )}
      <ChildActions circleId={circleId} child={child} />
      <div className="mt-10 flex flex-col gap-10">
        <Suspense fallback={<Skeleton className="h-96 w-full rounded-lg" />}>
          <GrowthSection circleId={circleId} child={child} units={units} />
        </Suspense>
        {siblings.length > 1 && <ThenAndNow circleId={circleId} siblings={siblings} />}
        <ChildKeeps circleId={circleId} child={child} />
        <UpgradeSection circle={circle} child={child} />
      </div>
    </main>
  )
}

function ChildActions({ circleId, child }: { circleId: string; child: ChildView }) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const navigate = useNavigate()
  const [open, setOpen] = useState<'edit' | 'photo' | 'delete'>()
  const close = () => setOpen(undefined)
  const remove = trpc.circles.children.delete.useMutation({
    onSuccess: async () => {
      await navigate({ to: '/c/$circleId/people', params: { circleId } })
      showToast({ tone: 'done', text: t('children.deleted', { name: child.name }) })
      await cache.circles.children.list.invalidate({ circleId })
    },
  })
  if (!child.mayChange && !child.mayDelete) return null
  return (
    <div className="mt-6 flex flex-wrap justify-center gap-3 sm:justify-start print:hidden">
      {child.mayChange && (
        <>
          <Button tone="secondary" onClick={() => setOpen('edit')}>
            {t('children.edit')}
          </Button>
          <Button tone="secondary" onClick={() => setOpen('photo')}>
            {t('keepPeople.choosePhoto')}
          </Button>
        </>
      )}
      {child.mayDelete && (
        <Button tone="quiet" onClick={() => setOpen('delete')}>
          {t('children.delete')}
        </Button>
      )}
      <Suspense>
        {open === 'edit' && <EditChild circleId={circleId} child={child} onClose={close} />}
        {open === 'photo' && <ChooseChildPhoto circleId={circleId} child={child} onClose={close} />}
      </Suspense>
      <ConfirmDialog
        open={open === 'delete'}
        onOpenChange={(isOpen) => {
          if (!isOpen) close()
          remove.reset()
        }}
        title={t('children.deleteTitle', { name: child.name })}
        description={t('children.deleteText')}
        confirmLabel={t('children.deleteConfirm')}
        cancelLabel={t('actions.cancel')}
        pending={remove.isPending}
        error={remove.error && errorText(remove.error, t, language)}
        onConfirm={() => remove.mutate({ circleId, childId: child.id })}
      />
    </div>
  )
}
