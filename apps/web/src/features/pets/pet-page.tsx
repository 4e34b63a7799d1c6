import type { CircleView } from '@kinkeep/contracts/circles'
import type { PetView } from '@kinkeep/contracts/pets'
import { can } from '@kinkeep/contracts/roles'
import { Button } from '@kinkeep/ui/button'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { Link, useNavigate } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { PageTitle } from '../../components/page-title.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { formatShortDay, today } from '../timeline/wall-date.ts'
import { PetKeeps } from './pet-keeps.tsx'
import { PetPicture } from './pet-picture.tsx'
import { petLine, remembranceText } from './pet-text.ts'

const EditPet = lazy(() => import('./edit-pet.tsx'))
const ChoosePetPhoto = lazy(() => import('./choose-pet-photo.tsx'))

export interface PetPageProps {
  circle: CircleView
  pet: PetView
}

/** An animal of the family: who it is or was, and the keeps it is on. */
export function PetPage({ circle, pet }: PetPageProps) {
  const { t, language } = useTranslation()
  const circleId = circle.id
  const remembrance = remembranceText(pet, t, language)
  return (
    <main id="main" tabIndex={-1} className="mx-auto w-full max-w-2xl px-4 pt-4 pb-16 sm:px-8 lg:pt-10">
      <PageTitle text={pet.name} />
      <div className="-ml-4 sm:-ml-5">
        <Button asChild tone="quiet">
          <Link to="/c/$circleId/people" params={{ circleId }}>
            <ArrowLeft size={18} aria-hidden="true" />
            {t('people.title')}
          </Link>
        </Button>
      </div>
      <header className="mt-4 flex flex-col items-center gap-5 text-center sm:flex-row sm:text-left">
        <PetPicture circleId={circleId} pet={pet} size="xl" />
        <div className="min-w-0 max-w-full">
          <h1 className="break-words text-2xl">{pet.name}</h1>
          <p className="mt-1 text-muted">{petLine(pet, today(), t)}</p>
          {remembrance === null && pet.birthdate !== null && (
            <p className="text-muted text-sm">
              {t('pets.bornOn', { date: formatShortDay(pet.birthdate, language) })}
            </p>
          )}
        </div>
      </header>
      {remembrance !== null && (
        <p className="mt-6 rounded-lg bg-sun-soft px-5 py-4 text-center font-serif text-sun-ink sm:text-left">
          {remembrance}
        </p>
      )}
      {pet.bio !== null && <p className="mt-6 whitespace-pre-line">{pet.bio}</p>}
      <PetActions circle={circle} pet={pet} />
      <div className="mt-10">
        <PetKeeps circleId={circleId} petId={pet.id} name={pet.name} />
      </div>
    </main>
  )
}

function PetActions({ circle, pet }: PetPageProps) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const navigate = useNavigate()
  const [open, setOpen] = useState<'edit' | 'photo' | 'delete'>()
  const close = () => setOpen(undefined)
  const circleId = circle.id
  const remove = trpc.circles.pets.delete.useMutation({
    onSuccess: async () => {
      await navigate({ to: '/c/$circleId/people', params: { circleId } })
      showToast({ tone: 'done', text: t('pets.deleted', { name: pet.name }) })
      await cache.circles.pets.list.invalidate({ circleId })
    },
  })
  if (!can(circle.role, 'pet.update')) return null
  return (
    <div className="mt-6 flex flex-wrap justify-center gap-3 sm:justify-start">
      <Button tone="secondary" onClick={() => setOpen('edit')}>
        {t('pets.edit')}
      </Button>
      <Button tone="secondary" onClick={() => setOpen('photo')}>
        {t('keepPeople.choosePhoto')}
      </Button>
      {pet.mayDelete && (
        <Button tone="quiet" onClick={() => setOpen('delete')}>
          {t('pets.delete')}
        </Button>
      )}
      <Suspense>
        {open === 'edit' && <EditPet circleId={circleId} pet={pet} onClose={close} />}
        {open === 'photo' && <ChoosePetPhoto circleId={circleId} pet={pet} onClose={close} />}
      </Suspense>
      <ConfirmDialog
        open={open === 'delete'}
        onOpenChange={(isOpen) => {
          if (!isOpen) close()
          remove.reset()
        }}
        title={t('pets.deleteTitle', { name: pet.name })}
        description={t('pets.deleteText')}
        confirmLabel={t('pets.deleteConfirm')}
        cancelLabel={t('actions.cancel')}
        pending={remove.isPending}
        error={remove.error && errorText(remove.error, t, language)}
        onConfirm={() => remove.mutate({ circleId, petId: pet.id })}
      />
    </div>
  )
}
