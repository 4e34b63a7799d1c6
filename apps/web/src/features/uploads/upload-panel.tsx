import { Button } from '@kinkeep/ui/button'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { isSettled } from './upload-item.ts'
import type { UploadsView } from './upload-list.ts'
import { UploadRow } from './upload-row.tsx'
import { removeUploads, retryUploads } from './uploads.ts'

const rowHeight = 68

/** All files of the queue, those in trouble first: they are the ones that want somebody. */
export function UploadPanel({ view, id }: { view: UploadsView; id: string }) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const items = view.items.toSorted((a, b) => Number(b.reason !== null) - Number(a.reason !== null))
  const refused = items.filter(({ state }) => state === 'refused').map(({ uploadKey }) => uploadKey)
  const settled = items.filter(isSettled).map(({ uploadKey }) => uploadKey)
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
                  <UploadRow item={item} />
                </li>
              )
            )
          })}
        </ul>
      </div>
      {(refused.length > 0 || settled.length > 0) && (
        <div className="flex flex-wrap justify-end gap-2 px-3 py-2">
          {refused.length > 0 && (
            <Button tone="quiet" onClick={() => retryUploads(refused)}>
              {t('uploads.retryAll')}
            </Button>
          )}
          {settled.length > 0 && (
            <Button tone="quiet" onClick={() => removeUploads(settled)}>
              {t('uploads.clear')}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}
