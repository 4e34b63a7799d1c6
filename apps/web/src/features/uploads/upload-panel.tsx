import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { UploadActions } from './upload-actions.tsx'
import { isTrouble, type UploadItem } from './upload-item.ts'
import type { UploadsView } from './upload-list.ts'
import { UploadRow } from './upload-row.tsx'

const rowHeight = 68

/** All files of the queue, those in trouble first: they are the ones that want somebody. */
export function UploadPanel({ view, id }: { view: UploadsView; id: string }) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const items = view.items.toSorted((a, b) => rankOf(a) - rankOf(b))
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => items[index]?.uploadKey ?? index,
    overscan: 4,
  })
  return (
    <section id={id} aria-label={t('uploads.title')} className="flex min-h-0 flex-col border-line border-b">
      {/* Scrollable by keyboard: rows without a button would be out of reach. */}
      <div ref={scroller} className="max-h-80 overflow-y-auto overscroll-contain py-1" tabIndex={-1}>
        <ul className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, key, start }) => {
            const item = items[index]
            return (
              item && (
                <li
                  key={key}
                  ref={rows.measureElement}
                  data-index={index}
                  className="absolute inset-x-0 top-0"
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <UploadRow item={item} isPaused={view.isPaused} />
                </li>
              )
            )
          })}
        </ul>
      </div>
      <UploadActions view={view} />
    </section>
  )
}

function rankOf({ state }: UploadItem): number {
  if (isTrouble(state)) return 0
  return state === 'duplicate' ? 1 : 2
}
