import { Button } from '@kinkeep/ui/button'
import { BookOpen, Download } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Section } from '../../components/section.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { ArchiveList } from './archive-list.tsx'
import { followInterval, shown } from './follow.ts'

const BookDialog = lazy(() => import('./book-dialog.tsx'))

/** Books that the caller had made: followed and fetched here. */
export function BooksSection({ circleId }: { circleId: string }) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const [isAsking, setAsking] = useState(false)
  const list = trpc.keeps.books.list.useQuery({ circleId, limit: shown }, { refetchInterval: followInterval })
  const download = trpc.keeps.books.download.useMutation({
    onSuccess: ({ url }) => window.location.assign(url),
    onError: () => cache.keeps.books.list.invalidate({ circleId }),
  })
  const items = list.data?.items ?? []
  const isWaiting = items.some(({ state }) => state === 'waiting')
  return (
    <div id="books">
      <Section title={t('archives.book.section')} lead={t('archives.book.lead')}>
        <ArchiveList
          items={items}
          actions={({ id, state }) =>
            state === 'ready' && (
              <Button
                tone="secondary"
                pending={download.isPending && download.variables.exportId === id}
                onClick={() => download.mutate({ circleId, exportId: id })}
              >
                <Download size={18} aria-hidden="true" />
                {t('archives.download')}
              </Button>
            )
          }
        />
        <Button tone="secondary" disabled={isWaiting} onClick={() => setAsking(true)}>
          <BookOpen size={18} aria-hidden="true" />
          {t('archives.book.make')}
        </Button>
        <p role="status" className="mt-3 text-muted text-sm empty:hidden">
          {isWaiting && t('archives.book.comes')}
        </p>
        <p role="alert" className="mt-3 text-danger text-sm empty:hidden">
          {download.error && errorText(download.error, t, language)}
        </p>
        {isAsking && (
          <Suspense>
            <BookDialog circleId={circleId} onClose={() => setAsking(false)} />
          </Suspense>
        )}
      </Section>
    </div>
  )
}
