import { clsx } from 'clsx'
import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { IconButton } from './icon-button.tsx'
import { useOpener } from './use-opener.ts'

export interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** A sentence under the title; null when the title says it all. */
  description: string | null
  closeLabel: string
  size?: 'md' | 'lg'
  /** Where the focus begins: in the first field, or at the top of what is there to be read. */
  opensAt?: 'field' | 'title'
  children: ReactNode
}

/**
 * A dialog on a desk, a sheet from below on a phone. Radix's own overlay stays out: it locks scrolling by a style
 * tag, which the content security policy refuses; `data-locks-scroll` does it in CSS.
 */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  closeLabel,
  size = 'md',
  opensAt = 'field',
  children,
}: DialogProps) {
  const giveFocusBack = useOpener(open)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <div
          data-locks-scroll=""
          className="fixed inset-0 z-50 flex animate-fade items-end justify-center bg-scrim sm:items-center sm:p-6"
        >
          <Radix.Content
            aria-modal="true"
            onOpenAutoFocus={opensAt === 'field' ? focusFirstField : focusContent}
            onCloseAutoFocus={giveFocusBack}
            {...(description === null && { 'aria-describedby': undefined })}
            className={clsx(
              'flex max-h-[92dvh] w-full animate-sheet flex-col rounded-t-xl bg-surface shadow-floating outline-none sm:animate-rise sm:rounded-xl',
              size === 'md' ? 'sm:max-w-md' : 'sm:max-w-2xl',
            )}
          >
            <header className="flex items-start gap-3 pt-4 pr-3 pl-6">
              <div className="grow pt-2">
                <Radix.Title className="text-lg">{title}</Radix.Title>
                {description !== null && (
                  <Radix.Description className="mt-1 text-muted text-sm">{description}</Radix.Description>
                )}
              </div>
              <Radix.Close asChild>
                <IconButton label={closeLabel} icon={<X size={22} aria-hidden="true" />} />
              </Radix.Close>
            </header>
            <div className="overflow-y-auto overscroll-contain px-6 pt-4 pb-[max(1.5rem,env(safe-area-inset-bottom))]">
              {children}
            </div>
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Nothing is asked of who reads: on a phone no keyboard comes up. */
function focusContent(event: Event): void {
  event.preventDefault()
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
}

/** Whoever opens a form came to fill it in; without one, Radix's own choice stands. */
function focusFirstField(event: Event): void {
  const content = event.currentTarget
  if (!(content instanceof HTMLElement)) return
  const field = content.querySelector<HTMLElement>(
    'input:not([type="hidden"], [type="file"], [type="radio"], [type="checkbox"], :disabled), textarea:not(:disabled)',
  )
  if (!field) return
  event.preventDefault()
  field.focus()
}
