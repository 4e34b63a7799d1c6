import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { Toast as Radix } from 'radix-ui'

export interface ToastMessage {
  id: string
  tone: 'done' | 'error'
  text: string
  action?: { label: string; run: () => void }
}

export interface ToastsProps {
  messages: readonly ToastMessage[]
  onDismiss: (id: string) => void
  /** Name of the region, with `{hotkey}` where the key belongs. */
  label: string
  dismissLabel: string
}

/**
 * Short messages above the bottom bar; on a phone at the top while a question is asked, whose answers are below. An
 * error stays until it is dismissed: it may need reading twice.
 */
export function Toasts({ messages, onDismiss, label, dismissLabel }: ToastsProps) {
  return (
    <Radix.Provider label={label} swipeDirection="down">
      {messages.map((message) => (
        <Radix.Root
          key={message.id}
          duration={message.tone === 'error' ? Number.POSITIVE_INFINITY : 5000}
          type={message.tone === 'error' ? 'foreground' : 'background'}
          onOpenChange={(open) => !open && onDismiss(message.id)}
          className="pointer-events-auto flex animate-rise items-center gap-3 rounded-lg bg-ink py-1.5 pr-1.5 pl-4 text-paper text-sm shadow-floating"
        >
          {message.tone === 'error' ? (
            <CircleAlert size={20} className="shrink-0" aria-hidden="true" />
          ) : (
            <CircleCheck size={20} className="shrink-0" aria-hidden="true" />
          )}
          <Radix.Description className="grow py-2">{message.text}</Radix.Description>
          {message.action && (
            <Radix.Action
              altText={message.action.label}
              onClick={message.action.run}
              className="min-h-11 shrink-0 rounded-full px-3 font-semibold underline underline-offset-4 focus-visible:outline-paper"
            >
              {message.action.label}
            </Radix.Action>
          )}
          <Radix.Close
            aria-label={dismissLabel}
            className="grid size-11 shrink-0 place-items-center rounded-full focus-visible:outline-paper"
          >
            <X size={18} aria-hidden="true" />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="pointer-events-none fixed inset-x-3 bottom-[calc(env(safe-area-inset-bottom)+5rem)] z-60 max-sm:in-[body:has([role=alertdialog])]:top-[calc(env(safe-area-inset-top)+0.75rem)] max-sm:in-[body:has([role=alertdialog])]:bottom-auto mx-auto flex max-w-md flex-col gap-2 lg:right-6 lg:bottom-6 lg:left-auto lg:w-full" />
    </Radix.Provider>
  )
}
