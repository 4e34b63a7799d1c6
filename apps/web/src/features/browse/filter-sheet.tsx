import { keepKinds } from '@kinkeep/contracts/keep-kinds'
import type { KeepFilter } from '@kinkeep/contracts/keeps'
import { Button } from '@kinkeep/ui/button'
import { Checkbox } from '@kinkeep/ui/checkbox'
import { Dialog } from '@kinkeep/ui/dialog'
import { Select } from '@kinkeep/ui/select'
import { TextField } from '@kinkeep/ui/text-field'
import { useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { today } from '../timeline/wall-date.ts'
import { useChoices } from './use-filter-names.ts'

export interface FilterSheetProps {
  circleId: string
  filter: KeepFilter
  onClose: () => void
  onChange: (filter: KeepFilter) => void
}

/** Everything that keeps can be chosen by. Nothing changes behind it until it is closed with a yes. */
export function FilterSheet({ circleId, filter, onClose, onChange }: FilterSheetProps) {
  const { t } = useTranslation()
  const [wanted, setWanted] = useState<KeepFilter>(filter)
  const choices = useChoices(circleId)
  const set = (key: keyof KeepFilter, value: string | true | undefined) =>
    setWanted((now) => {
      const { [key]: _, ...others } = now
      return value === undefined || value === '' ? others : { ...others, [key]: value }
    })
  const select = (
    key: 'kind' | 'childId' | 'petId' | 'authorId' | 'albumId' | 'tag',
    options: readonly { value: string; label: string }[],
  ) => {
    const value = wanted[key] ?? ''
    // What an address names and no list has: it stays until somebody chooses otherwise.
    const isListed = value === '' || options.some((option) => option.value === value)
    if (options.length === 0 && isListed) return null
    const unlisted = isListed ? [] : [{ value, label: key === 'tag' ? `#${value}` : t('browse.somebody') }]
    return (
      <Select
        name={key}
        label={t(`browse.${key}`)}
        hint={null}
        error={null}
        value={value}
        onChange={({ target }) => set(key, target.value)}
        options={[{ value: '', label: t('browse.any') }, ...unlisted, ...options]}
      />
    )
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('browse.filter')}
      description={null}
      closeLabel={t('actions.close')}
      opensAt="title"
      size="lg"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onChange(wanted)
        }}
        className="flex flex-col gap-5"
      >
        <div className="grid gap-4 sm:grid-cols-2">
          {select(
            'kind',
            keepKinds.map((value) => ({ value, label: t(`browse.kinds.${value}`) })),
          )}
          {select(
            'childId',
            choices.children.map(({ id, name }) => ({ value: id, label: name })),
          )}
          {select(
            'petId',
            choices.pets.map(({ id, name }) => ({ value: id, label: name })),
          )}
          {select(
            'authorId',
            choices.members.map(({ userId, name }) => ({ value: userId, label: name })),
          )}
          {select(
            'albumId',
            choices.albums.map(({ id, title }) => ({ value: id, label: title })),
          )}
          {select(
            'tag',
            choices.tags.map(({ tag, keeps }) => ({ value: tag, label: `#${tag} (${keeps})` })),
          )}
          {(['from', 'to'] as const).map((key) => (
            <TextField
              key={key}
              name={key}
              type="date"
              label={t(`browse.${key}`)}
              hint={null}
              error={null}
              max={today()}
              value={wanted[key] ?? ''}
              onChange={({ target }) => set(key, target.value)}
            />
          ))}
        </div>
        <div className="flex flex-wrap gap-x-6">
          {(['hasPhotos', 'hasVideos', 'favourites'] as const).map((key) => (
            <Checkbox
              key={key}
              name={key}
              label={t(`browse.${key}`)}
              checked={wanted[key] === true}
              onChange={({ target }) => set(key, target.checked || undefined)}
            />
          ))}
        </div>
        <div className="flex flex-wrap justify-end gap-3">
          <Button tone="quiet" onClick={() => setWanted({})}>
            {t('browse.clear')}
          </Button>
          <Button type="submit">{t('browse.show')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
