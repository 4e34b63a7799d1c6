import * as Radix from '@radix-ui/react-menu'
import { clsx } from 'clsx'
import { Check } from 'lucide-react'
import { type ReactNode, type RefObject, useRef } from 'react'

export interface MenuListProps {
  /** The button that the menu belongs to. */
  anchor: RefObject<HTMLElement | null>
  id: string
  labelledBy: string
  open: boolean
  onOpenChange: (open: boolean) => void
  side: 'top' | 'bottom'
  align: 'start' | 'end'
  children: ReactNode
}

/** What a menu's button opens. Not modal: Radix's modal menus lock scrolling by a style tag, which the CSP refuses. */
export function MenuList({
  anchor,
  id,
  labelledBy,
  open,
  onOpenChange,
  side,
  align,
  children,
}: MenuListProps) {
  // Who goes on elsewhere is not called back to the button.
  const wasLeft = useRef(false)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <Radix.Anchor virtualRef={anchor} />
      <Radix.Portal>
        <Radix.Content
          id={id}
          aria-labelledby={labelledBy}
          side={side}
          align={align}
          sideOffset={8}
          collisionPadding={12}
          onInteractOutside={(event) => {
            // The button closes its menu itself.
            if (event.target instanceof Node && anchor.current?.contains(event.target)) event.preventDefault()
            else wasLeft.current = true
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (!wasLeft.current) anchor.current?.focus()
            wasLeft.current = false
          }}
          className="z-40 max-h-(--radix-popper-available-height) min-w-56 max-w-80 animate-rise overflow-y-auto rounded-lg border border-line bg-surface p-1.5 shadow-floating"
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
  /** Why it cannot be chosen; null or nothing when it can. */
  hindrance?: string | null
  /** The child is the item itself, for example a link. */
  asChild?: boolean
  children: ReactNode
}

/** One that cannot be chosen can still be reached, so that everybody hears why. */
export function MenuItem({
  icon,
  tone = 'ink',
  onSelect,
  hindrance = null,
  asChild = false,
  children,
}: MenuItemProps) {
  const isOff = hindrance !== null
  const className = clsx(itemClass, tone === 'danger' && !isOff ? 'text-danger' : 'text-ink')
  if (asChild) {
    return (
      <Radix.Item className={className} asChild {...(onSelect && { onSelect })}>
        {children}
      </Radix.Item>
    )
  }
  return (
    <Radix.Item
      className={className}
      aria-disabled={isOff || undefined}
      onSelect={(event) => (isOff ? event.preventDefault() : onSelect?.())}
    >
      {icon && <span className={clsx('shrink-0', isOff && 'opacity-55')}>{icon}</span>}
      <MenuText text={children} isOff={isOff} hint={hindrance} />
    </Radix.Item>
  )
}

function MenuText({ text, isOff, hint }: { text: ReactNode; isOff: boolean; hint: string | null }) {
  return (
    <span className="min-w-0 grow">
      <span className={clsx('block', isOff && 'opacity-55')}>{text}</span>
      {hint && <span className="block text-muted text-xs">{hint}</span>}
    </span>
  )
}

export interface MenuChoice<Value extends string> {
  value: Value
  label: string
  /** What it means. */
  hint?: string
  /** Why it cannot be chosen; null or nothing when it can. */
  hindrance?: string | null
  /** It cannot be chosen, and something else says why. */
  isOff?: boolean
}

export interface MenuChoicesProps<Value extends string> {
  label: string
  value: Value
  options: readonly MenuChoice<Value>[]
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
        {options.map(({ value: each, label: text, hint, hindrance, isOff = Boolean(hindrance) }) => (
          <Radix.RadioItem
            key={each}
            value={each}
            aria-disabled={isOff || undefined}
            onSelect={(event) => (isOff ? event.preventDefault() : onChange(each))}
            className={itemClass}
          >
            <MenuText text={text} isOff={isOff} hint={(isOff ? hindrance : hint) ?? null} />
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
