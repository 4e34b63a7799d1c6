import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

export interface TooltipProps {
  text: string
  side?: 'top' | 'right' | 'bottom' | 'left'
  /** One element that takes focus. */
  children: ReactNode
}

/** A word more about a control, on hover and focus. Never the only place where something is said. */
export function Tooltip({ text, side = 'top', children }: TooltipProps) {
  return (
    <Radix.Provider delayDuration={400}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-60 max-w-64 animate-fade rounded-sm bg-ink px-2.5 py-1.5 text-paper text-xs"
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  )
}
