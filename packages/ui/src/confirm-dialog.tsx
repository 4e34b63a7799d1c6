import { AlertDialog as Radix } from 'radix-ui'
import { Button } from './button.tsx'
import { useOpener } from './use-opener.ts'

export interface ConfirmDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** What will happen, in a sentence. */
  description: string
  confirmLabel: string
  cancelLabel: string
  tone?: 'primary' | 'danger'
  pending: boolean
  /** Why the last try did not work; null when there was none. */
  error: string | null
  onConfirm: () => void
}

/** A question that has to be answered before going on. The safe answer has the focus. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const giveFocusBack = useOpener(props.open)
  return (
    <Radix.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Radix.Portal>
        <div
          data-locks-scroll=""
          className="fixed inset-0 z-50 flex animate-fade items-end justify-center bg-scrim sm:items-center sm:p-6"
        >
          <Radix.Content
            aria-modal="true"
            onCloseAutoFocus={giveFocusBack}
            className="w-full animate-sheet rounded-t-xl bg-surface p-6 pb-[max(1.5rem,env(safe-area-inset-bottom))] shadow-floating sm:max-w-md sm:animate-rise sm:rounded-xl"
          >
            <Radix.Title className="text-lg">{props.title}</Radix.Title>
            <Radix.Description className="mt-2 text-muted text-sm">{props.description}</Radix.Description>
            <p role="alert" className="mt-3 text-danger text-sm empty:hidden">
              {props.error}
            </p>
            <div className="mt-6 flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
              <Radix.Cancel asChild>
                <Button tone="secondary">{props.cancelLabel}</Button>
              </Radix.Cancel>
              <Button tone={props.tone ?? 'danger'} pending={props.pending} onClick={props.onConfirm}>
                {props.confirmLabel}
              </Button>
            </div>
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  )
}
