import type { PetKind } from '@kinkeep/contracts/pet-kinds'
import type { PetView } from '@kinkeep/contracts/pets'
import { Bird, Cat, Dog, Fish, type LucideIcon, PawPrint, Rabbit, Rat, Turtle } from 'lucide-react'
import { mediaUrl } from '../timeline/media-url.ts'

const icons: Record<PetKind, LucideIcon> = {
  dog: Dog,
  cat: Cat,
  rabbit: Rabbit,
  rodent: Rat,
  bird: Bird,
  fish: Fish,
  reptile: Turtle,
  horse: PawPrint,
  other: PawPrint,
}

const sizes = { md: 'size-12', xl: 'size-28' } as const
const iconSizes = { md: 24, xl: 52 } as const

export interface PetPictureProps {
  circleId: string
  pet: Pick<PetView, 'kind' | 'avatarMediaId' | 'avatarVersion'>
  size?: keyof typeof sizes
}

/** A pet's photo, or what kind of animal it is until it has one. Decoration: its name stands beside it. */
export function PetPicture({ circleId, pet, size = 'md' }: PetPictureProps) {
  const Icon = icons[pet.kind]
  return (
    <span
      aria-hidden="true"
      className={`relative grid shrink-0 place-items-center overflow-hidden rounded-full bg-sun-soft text-sun-ink ${sizes[size]}`}
    >
      <Icon size={iconSizes[size]} strokeWidth={1.5} />
      {pet.avatarMediaId && (
        <img
          key={`${pet.avatarMediaId} ${pet.avatarVersion}`}
          src={mediaUrl(circleId, { id: pet.avatarMediaId, version: pet.avatarVersion ?? 1 }, 'thumbnail')}
          alt=""
          className="absolute inset-0 size-full object-cover"
        />
      )}
    </span>
  )
}
