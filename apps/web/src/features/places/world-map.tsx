import type { PlaceView } from '@kinkeep/contracts/places'
import { IconButton } from '@kinkeep/ui/icon-button'
import { keepPreviousData } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Maximize2, Minus, Plus } from 'lucide-react'
import { useCallback, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { MapCanvas } from './map-canvas.tsx'
import {
  boxOf,
  project,
  readView,
  type Size,
  toPixels,
  type View,
  viewOf,
  writeView,
  zoomAt,
  zooms,
} from './mercator.ts'
import { PlaceBubble } from './place-bubble.tsx'
import { PlaceList } from './place-list.tsx'
import { placeName } from './place-name.ts'
import { useMapMoves } from './use-map-moves.ts'
import { useWorld } from './use-world.ts'
import type { Country } from './world.ts'

export interface WorldMapProps {
  circleId: string
  /** Every place, to begin with. */
  all: readonly PlaceView[]
  /** The view that the address names. */
  begin: string | undefined
  onOpen: (place: PlaceView, name: string) => void
}

/** Milliseconds without a move after which what is in sight is asked for. */
const restMs = 200
/** Degrees within which photos are at one place, however near one comes. */
const onePlace = 0.002

const noCountries: readonly Country[] = []

/** A map to move about in, with photos as bubbles, and the same places as a list. */
export function WorldMap({ circleId, all, begin, onOpen }: WorldMapProps) {
  const { t, language } = useTranslation()
  const navigate = useNavigate({ from: '/c/$circleId/map' })
  const hint = useId()
  const frame = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  const [view, setView] = useState<View>()
  const [asked, setAsked] = useState<View>()
  const world = useWorld()
  const countries = world?.countries ?? noCountries

  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const current =
    view ??
    readView(begin) ??
    viewOf(
      all.map(({ box }) => box),
      size,
    )
  const latest = useRef(current)
  useLayoutEffect(() => {
    latest.current = current
  })
  // Several moves may come before the page is drawn again.
  const change = useCallback((move: (view: View) => View) => {
    latest.current = move(latest.current)
    setView(latest.current)
  }, [])
  const moves = useMapMoves(frame, change)

  const rested = writeView(current)
  useEffect(() => {
    const timer = setTimeout(() => {
      setAsked(readView(rested))
      // Only what somebody chose: a view that was found for them is found again.
      if (view) void navigate({ search: { view: rested }, replace: true, resetScroll: false })
    }, restMs)
    return () => clearTimeout(timer)
  }, [rested, view, navigate])

  const sight = boxOf(asked ?? current, { width: size.width * 1.4, height: size.height * 1.4 })
  const zoom = Math.max(0, Math.round((asked ?? current).zoom))
  const inSight = trpc.keeps.places.useQuery(
    { circleId, ...sight, zoom },
    { enabled: asked !== undefined && size.width > 0, placeholderData: keepPreviousData },
  )
  const places = useMemo(() => inSight.data?.places ?? [], [inSight.data])
  // Found once for each answer, and not for each step of the hand.
  const names = useMemo(
    () => new Map(places.map((place) => [place, placeName(place, countries, language)])),
    [places, countries, language],
  )
  const nameOf = (place: PlaceView) => names.get(place) ?? ''
  const open = (place: PlaceView) => {
    const { box, count } = place
    const isOne = box.east - box.west < onePlace && box.north - box.south < onePlace
    if (count === 1 || isOne || current.zoom > zooms.most - 1) onOpen(place, nameOf(place))
    else setView(nearer(current, viewOf([box], size)))
  }
  return (
    <>
      <div className="relative overflow-hidden rounded-lg border border-line">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form */}
        <div
          ref={frame}
          role="group"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it moves by the arrow keys
          tabIndex={0} // oxlint-disable-line jsx-a11y/no-noninteractive-tabindex -- the same
          aria-label={t('gathered.map.title')}
          aria-describedby={hint}
          {...moves}
          className="relative isolate h-[60dvh] min-h-72 cursor-grab touch-none select-none overflow-hidden focus-visible:outline-2 focus-visible:-outline-offset-2 active:cursor-grabbing"
        >
          <MapCanvas view={current} size={size} path={world?.path ?? null} />
          {places.map((place, index) => {
            const { x, y } = toPixels(current, size, project(place.latitude, place.longitude))
            const isOut = x < -30 || y < -30 || x > size.width + 30 || y > size.height + 30
            if (isOut) return null
            return (
              <PlaceBubble
                key={place.photo.id}
                {...{ circleId, place, x, y }}
                level={places.length - index}
                name={nameOf(place)}
                onOpen={() => open(place)}
              />
            )
          })}
        </div>
        <div className="absolute right-2 bottom-2 flex flex-col gap-1 rounded-full bg-surface/90 shadow-floating">
          <IconButton
            label={t('gathered.map.nearer')}
            icon={<Plus size={20} aria-hidden="true" />}
            onClick={() => change((now) => zoomAt(now, 1))}
          />
          <IconButton
            label={t('gathered.map.farther')}
            icon={<Minus size={20} aria-hidden="true" />}
            onClick={() => change((now) => zoomAt(now, -1))}
          />
          <IconButton
            label={t('gathered.map.whole')}
            icon={<Maximize2 size={19} aria-hidden="true" />}
            onClick={() =>
              setView(
                viewOf(
                  all.map(({ box }) => box),
                  size,
                ),
              )
            }
          />
        </div>
      </div>
      <p id={hint} className="mt-2 text-muted text-xs">
        {t('gathered.map.hint')}
      </p>
      <PlaceList {...{ circleId, places, nameOf }} onOpen={onOpen} />
    </>
  )
}

/** At least a step nearer, so that a tap is always answered. */
function nearer(current: View, fitting: View): View {
  return fitting.zoom > current.zoom + 0.5
    ? fitting
    : { ...fitting, zoom: Math.min(zooms.most, current.zoom + 2) }
}
