import { Button } from '@kinkeep/ui/button'
import { useEffect, useId, useRef } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

export interface DeleteCommentProps {
  /** Why the last try did not work; null when there was none. */
  error: unknown
  onDelete: () => void
  onDone: () => void
}

/** Asks in its place, as there is no way back: over a photo no dialog of ours could lie. */
export function DeleteComment({ error, onDelete, onDone }: DeleteCommentProps) {
  const { t, language } = useTranslation()
  const question = useId()
  const cancel = useRef<HTMLButtonElement>(null)
  useEffect(() => cancel.current?.focus(), [])
  return (
    <fieldset aria-labelledby={question} className="mt-1.5 rounded-md bg-danger-soft px-3 py-2">
      <p id={question} className="text-sm">
        {t('conversation.deleteQuestion')}
      </p>
      {error !== null && (
        <p role="alert" className="mt-1 font-medium text-danger text-sm">
          {t('conversation.notDeleted')} {errorText(error, t, language)}
        </p>
      )}
      <div className="mt-2 flex flex-wrap gap-2">
        <Button tone="danger" onClick={onDelete}>
          {t('conversation.deleteConfirm')}
        </Button>
        <Button ref={cancel} tone="quiet" onClick={onDone}>
          {t('actions.cancel')}
        </Button>
      </div>
    </fieldset>
  )
}
