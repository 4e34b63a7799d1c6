import { type KeyboardEvent, useMemo, useState } from 'react'
import { choose, nothingChosen, stillThere } from './selection.ts'

/**
 * What is chosen of a list, by click, tap, Shift for a range, and keys: arrows move, Space takes in and out, Shift with
 * either takes in what lies between, Ctrl+A all, Escape nothing. Each of them is a control with
 * `onKeyDown` and `data-choice`, its id; what holds them has `data-choices`. A hook of no feature: whoever lists keeps may use it.
 */
export function useSelection(ids: readonly string[]) {
  const [told, setTold] = useState(nothingChosen)
  const now = useMemo(() => stillThere(told, ids), [told, ids])
  const toggle = (id: string, range: boolean) => setTold(choose(now, ids, id, range))
  const clear = () => setTold(nothingChosen)
  const chooseAll = () => setTold({ chosen: new Set(ids), anchor: now.anchor })

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      return chooseAll()
    }
    if (event.key === 'Escape' && now.chosen.size > 0) return clear()
    const step = steps[event.key]
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    const choices = [
      ...(event.currentTarget.closest('[data-choices]')?.querySelectorAll<HTMLElement>('[data-choice]') ??
        []),
    ]
    const from = choices.indexOf(event.currentTarget)
    const to = choices[from + (Math.abs(step) === 1 ? step : Math.sign(step) * columnsOf(choices))]
    if (from < 0 || !to) return
    event.preventDefault()
    to.focus()
    if (event.shiftKey) toggle(to.dataset.choice ?? '', true)
  }
  return { chosen: now.chosen, toggle, clear, chooseAll, onKeyDown }
}

const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 2, ArrowUp: -2 }

/** As many as stand beside the first. */
function columnsOf(choices: readonly HTMLElement[]): number {
  const top = choices[0]?.getBoundingClientRect().top
  const next = choices.findIndex((choice) => choice.getBoundingClientRect().top !== top)
  return next < 0 ? choices.length : next
}
