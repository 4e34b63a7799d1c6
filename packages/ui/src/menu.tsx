import { clsx } from 'clsx'
import { Check } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

export interface MenuProps {
  /** A single button that opens the menu. */
  trigger: ReactNode
  side?: 'top' | 'bottom'
  align?: 'start' | 'end'
  children: ReactNode
}

/** A menu on a button. Not modal: Radix's modal menus lock scrolling by a style tag, which the CSP refuses. */
export function Menu({ trigger, side = 'bottom', align = 'start', children }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          align={align}
          sideOffset={8}
          collisionPadding={12}
          className="z-40 max-h-(--radix-dropdown-menu-content-available-height) min-w-56 max-w-80 animate-rise overflow-y-auto rounded-lg border border-line bg-surface p-1.5 shadow-floating"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

const itemClass =
  'flex min-h-11 w-full select-none items-center gap-3 rounded-md px-3 py-2 text-sm outline-none data-highlighted:bg-sunk'

export interface MenuItemProps {
  icon?: ReactNode
  tone?: 'ink' | 'danger'
  onSelect?: () => void
  /** The child is the item itself, for example a link. */
  asChild?: boolean
  children: ReactNode
}

export function MenuItem({ icon, tone = 'ink', onSelect, asChild = false, children }: MenuItemProps) {
  const className = clsx(itemClass, tone === 'danger' ? 'text-danger' : 'text-ink')
  return (
    <Radix.Item className={className} asChild={asChild} {...(onSelect && { onSelect })}>
      {asChild ? (
        children
      ) : (
        <>
          {icon}
          {children}
        </>
      )}
    </Radix.Item>
  )
}

export interface MenuChoicesProps<Value extends string> {
  label: string
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
}

/** One of several values, the chosen one ticked. */
export function MenuChoices<Value extends string>({
  label,
  value,
  options,
  onChange,
}: MenuChoicesProps<Value>) {
  return (
    <Radix.Group>
      <Radix.Label className="px-3 pt-2 pb-1 font-medium text-muted text-xs">{label}</Radix.Label>
      <Radix.RadioGroup value={value}>
        {options.map((option) => (
          <Radix.RadioItem
            key={option.value}
            value={option.value}
            onSelect={() => onChange(option.value)}
            className={itemClass}
          >
            <span className="grow truncate">{option.label}</span>
            <Radix.ItemIndicator>
              <Check size={18} className="text-accent" aria-hidden="true" />
            </Radix.ItemIndicator>
          </Radix.RadioItem>
        ))}
      </Radix.RadioGroup>
    </Radix.Group>
  )
}

export function MenuSeparator() {
  return <Radix.Separator className="mx-3 my-1.5 h-px bg-line" />
}

/** Why something that one might look for is not in the menu. */
export function MenuNote({ children }: { children: ReactNode }) {
  return <Radix.Label className="max-w-64 px-3 py-2 text-muted text-sm">{children}</Radix.Label>
}
