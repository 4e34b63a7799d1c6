import { Slot } from 'radix-ui'
import { createContext, type KeyboardEvent, type ReactNode, use, useId, useRef, useState } from 'react'
import { loadOnce, useLoadAhead } from './load-once.tsx'
import type { MenuChoicesProps, MenuItemProps } from './menu-parts.tsx'

type Parts = typeof import('./menu-parts.tsx')
const PartsContext = createContext<Parts | null>(null)

/** Placing a list on a screen takes a tenth of a page's bytes, and nobody opens one before there is a page. */
const loadParts = loadOnce(() => import('./menu-parts.tsx'))

export interface MenuProps {
  /** A single button that opens the menu. */
  trigger: ReactNode
  side?: 'top' | 'bottom'
  align?: 'start' | 'end'
  children: ReactNode
}

/** A menu on a button: its list is fetched behind the page, made when the button is touched, and opened by it. */
export function Menu({ trigger, side = 'bottom', align = 'start', children }: MenuProps) {
  const [parts, setParts] = useState<Parts>()
  const [open, setOpen] = useState(false)
  const [failure, setFailure] = useState<unknown>()
  const button = useRef<HTMLButtonElement>(null)
  const [buttonId, listId] = [useId(), useId()]
  useLoadAhead(loadParts)
  if (failure !== undefined) throw failure

  const prepare = async () => setParts(await loadParts())
  const makeReady = () => void prepare().catch(() => undefined)
  const show = async (next: boolean) => {
    try {
      await prepare()
      setOpen(next)
    } catch (error) {
      setFailure(error)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown') return
    event.preventDefault()
    void show(true)
  }
  return (
    <>
      <Slot.Root
        ref={button}
        id={buttonId}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        data-state={open ? 'open' : 'closed'}
        onPointerEnter={makeReady}
        onFocus={makeReady}
        onClick={() => void show(!open)}
        onKeyDown={onKeyDown}
      >
        {trigger}
      </Slot.Root>
      {parts && (
        <PartsContext value={parts}>
          <parts.MenuList
            anchor={button}
            id={listId}
            labelledBy={buttonId}
            open={open}
            onOpenChange={setOpen}
            {...{ side, align }}
          >
            {children}
          </parts.MenuList>
        </PartsContext>
      )}
    </>
  )
}

function useParts(): Parts {
  const parts = use(PartsContext)
  if (!parts) throw new Error('A part of a menu stands in none')
  return parts
}

/** One that cannot be chosen can still be reached, so that everybody hears why. */
export function MenuItem(props: MenuItemProps) {
  const { MenuItem: Item } = useParts()
  return <Item {...props} />
}

/** One of several values, the chosen one ticked. */
export function MenuChoices<Value extends string>(props: MenuChoicesProps<Value>) {
  const { MenuChoices: Choices } = useParts()
  return <Choices {...props} />
}

export function MenuSeparator() {
  const { MenuSeparator: Separator } = useParts()
  return <Separator />
}

/** Why something that one might look for is not in the menu. */
export function MenuNote({ children }: { children: ReactNode }) {
  const { MenuNote: Note } = useParts()
  return <Note>{children}</Note>
}
