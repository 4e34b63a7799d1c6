import type { KeepView } from '@kinkeep/contracts/keeps'
import { can } from '@kinkeep/contracts/roles'
import { loadOnce, useLoadAhead } from '@kinkeep/ui/load-once'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { PageTitle } from '../../components/page-title.tsx'
import { loadTexts } from '../../lib/i18n/i18n.ts'
import { trpc } from '../../lib/trpc.ts'
import { useIsWide } from '../../lib/use-is-wide.ts'
import { LazyBrowseBar, LazyFilteredEmpty, LazySlideshow } from '../browse/lazy-browse.ts'
import { DropOverlay } from '../compose/drop-overlay.tsx'
import { canPickFolders, pickFiles, pickFolder } from '../compose/pick-files.ts'
import { useFileDrop } from '../compose/use-file-drop.ts'
import { hindranceOf } from './may-change.ts'
import { MonthRail } from './month-rail.tsx'
import { OpenPhoto } from './open-photo.tsx'
import { OpenTalk } from './open-talk.tsx'
import { TimelineEmpty } from './timeline-empty.tsx'
import { TimelineHead } from './timeline-head.tsx'
import { TimelineList } from './timeline-list.tsx'
import { isFiltered, readFilter, type TimelineSearch } from './timeline-search.ts'
import { useTimeline } from './use-timeline.ts'
import { useTrashKeep } from './use-trash-keep.ts'

// Nobody sends before looking.
const loadUploads = loadOnce(() => import('../uploads/uploads.ts'))

// Nobody writes before looking: out of the page's own chunk, with words of its own.
const ComposeDialog = lazy(async () => {
  const [{ ComposeDialog }] = await Promise.all([
    import('../compose/compose-dialog.tsx'),
    loadTexts('family'),
    loadTexts('memories'),
  ])
  return { default: ComposeDialog }
})

export interface TimelinePageProps {
  circleId: string
  search: TimelineSearch
}

/** A circle's memories, and all that can be done with them. */
export function TimelinePage({ circleId, search }: TimelinePageProps) {
  const { at } = search
  const navigate = useNavigate({ from: '/c/$circleId' })
  const [circle] = trpc.circles.get.useSuspenseQuery({ circleId })
  const [{ months }] = trpc.keeps.timeline.useSuspenseQuery({ circleId })
  const [me] = trpc.users.me.useSuspenseQuery()
  const filter = useMemo(() => readFilter(search), [search])
  const isChosen = isFiltered(filter)
  const isWide = useIsWide()
  const timeline = useTimeline(circleId, at, filter)
  const [editing, setEditing] = useState<KeepView>()
  const [top, setTop] = useState<{ at: string | undefined; month: string }>()
  const trash = useTrashKeep(circleId)

  const { client } = useRouter().options.context
  const userId = me?.id

  const mayAdd = can(circle.role, 'media.upload')
  const isComposing = search.add !== undefined && mayAdd
  useLoadAhead(loadUploads)
  const send = async (files: File[]) => {
    const { startUploads, uploadFiles } = await loadUploads()
    // The tray does so too, but it comes later, and files may be dropped at once.
    if (userId !== undefined) startUploads(client, userId)
    uploadFiles(files, { circleId, keep: 'own' })
  }
  const onPickFolder = canPickFolders() ? () => pickFolder(send) : undefined
  const isHovering = useFileDrop(mayAdd && !isComposing && !editing, send)

  const change = useCallback(
    (search: Partial<TimelineSearch>, replace = false) =>
      navigate({ search: (now) => ({ ...now, ...search }), replace, resetScroll: false }),
    [navigate],
  )
  const { role } = circle
  const reader = useMemo(
    () => ({ mayModerate: can(role, 'comment.moderate'), seesPictures: true, lookAgain: false }) as const,
    [role],
  )
  const hindrance = useCallback((keep: KeepView) => hindranceOf(keep, { userId, role }), [userId, role])
  const open = useCallback((photo: string) => void change({ photo }), [change])
  const talk = useCallback((keepId: string) => void change({ talk: keepId }), [change])
  const write = () => void change({ add: 'note' })
  const jump = (month: string) => void navigate({ search: month === months[0]?.month ? {} : { at: month } })
  const showTop = useCallback(
    (day: string) => {
      const month = day.slice(0, 7)
      // The same one while the month is: the whole page would be drawn again for every row that is scrolled by.
      setTop((before) => (before?.at === at && before?.month === month ? before : { at, month }))
    },
    [at],
  )
  // What was seen before a jump says nothing about where it led.
  const month = top?.at === at ? top?.month : at?.slice(0, 7)
  const actions = {
    circleId,
    hindranceOf: hindrance,
    onOpen: open,
    onEdit: setEditing,
    onTrash: trash,
    onTalk: talk,
  }

  return (
    <main
      id="main"
      tabIndex={-1}
      className="mx-auto w-full max-w-5xl px-4 pt-5 pb-16 sm:px-8 lg:pt-9 lg:pr-20"
    >
      <PageTitle text={circle.name} />
      <TimelineHead
        {...{ circle, month, mayAdd }}
        months={isChosen ? [] : months}
        at={at}
        onPick={() => pickFiles(send)}
        onPickFolder={onPickFolder}
      />
      <div className={`mt-3 ${isChosen ? 'min-h-25' : 'min-h-11'}`}>
        <Suspense>
          <LazyBrowseBar {...{ circleId, filter, month }} at={at} />
        </Suspense>
      </div>
      {timeline.keeps.length === 0 && isChosen ? (
        <Suspense>
          <LazyFilteredEmpty circleId={circleId} />
        </Suspense>
      ) : timeline.keeps.length === 0 && at === undefined ? (
        <TimelineEmpty mayAdd={mayAdd} onPick={() => pickFiles(send)} onWrite={write} />
      ) : (
        <TimelineList
          key={JSON.stringify([at, filter])}
          {...{ timeline, userId }}
          at={at}
          {...actions}
          onDay={showTop}
        />
      )}
      {!isChosen && isWide && <MonthRail months={months} current={month} onJump={jump} />}
      {search.photo !== undefined && (
        <OpenPhoto
          {...{ circleId, timeline, reader, hindranceOf: hindrance }}
          mediaId={search.photo}
          onShow={(photo) => void change({ photo }, true)}
          onGone={() => void change({ photo: undefined }, true)}
          onEdit={setEditing}
          onTrash={trash}
        />
      )}
      {search.slides && (
        <Suspense>
          <LazySlideshow
            {...{ circleId, timeline }}
            onGone={() => void change({ slides: undefined }, true)}
          />
        </Suspense>
      )}
      {search.talk !== undefined && (
        <OpenTalk
          {...{ circleId, reader }}
          keepId={search.talk}
          onGone={() => void change({ talk: undefined }, true)}
        />
      )}
      <Suspense>
        {(isComposing || editing) && (
          <ComposeDialog
            key={editing?.id}
            circleId={circleId}
            keep={editing}
            kind={search.add === 'note' ? 'note' : 'media'}
            onClose={() => (editing ? setEditing(undefined) : void change({ add: undefined }, true))}
          />
        )}
      </Suspense>
      {isHovering && <DropOverlay />}
    </main>
  )
}
