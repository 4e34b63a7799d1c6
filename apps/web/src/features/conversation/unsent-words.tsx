import { CircleAlert } from 'lucide-react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { Act } from './act.tsx'
import type { UnsentComment } from './unsent-comments.ts'
import type { Unsent } from './use-unsent.ts'

/** Words in their place before they have arrived; when they did not, why, and what to do about it. Never lost. */
export function UnsentWords({ item, unsent }: { item: UnsentComment; unsent: Unsent }) {
  const { t, language } = useTranslation()
  const isFailed = item.state === 'failed'
  return (
    <div
      data-unsent={item.state}
      className={isFailed ? 'rounded-md bg-danger-soft px-3 py-2' : 'py-1 text-muted'}
    >
      <p className={`whitespace-pre-line break-words ${isFailed ? 'text-ink' : ''}`}>{item.body}</p>
      {isFailed ? (
        <>
          <p role="alert" className="mt-1 flex items-start gap-1.5 font-medium text-danger text-sm">
            <CircleAlert size={16} className="mt-0.5 shrink-0" aria-hidden="true" />
            <span>
              {item.commentId === null ? t('conversation.notSent') : t('conversation.notChanged')}
              {item.error !== null && ` ${errorText(item.error, t, language)}`}
            </span>
          </p>
          <p className="-ml-2 flex flex-wrap">
            <Act label={t('conversation.tryAgain')} onClick={() => unsent.retry(item)} />
            <Act label={t('conversation.discard')} onClick={() => unsent.discard(item)} />
          </p>
        </>
      ) : (
        <p aria-live="polite" className="text-xs">
          {t('conversation.sending')}
        </p>
      )}
    </div>
  )
}
