import { useEffect, useRef, useState } from 'react'
import { project, type Size, type View, worldPixels } from './mercator.ts'
import { worldUnits } from './world.ts'

/** Where the land of the atlas ends, of the height of the world. */
const lastRow = project(-84, 0).y

export interface MapCanvasProps {
  view: View
  size: Size
  path: Path2D | null
}

/** Land and water. Its colours are the canvas's own in CSS, so that they follow the theme. */
export function MapCanvas({ view, size, path }: MapCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useTheme()
  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context || size.width === 0) return
    const ratio = window.devicePixelRatio
    element.width = Math.round(size.width * ratio)
    element.height = Math.round(size.height * ratio)
    if (path) drawLand(context, element, path, { view, size, ratio })
  }, [view, size, path, theme])
  return (
    <span aria-hidden="true">
      <canvas ref={canvas} className="absolute inset-0 size-full border-edge bg-accent-soft text-surface" />
    </span>
  )
}

interface Sight {
  view: View
  size: Size
  ratio: number
}

function drawLand(
  context: CanvasRenderingContext2D,
  element: HTMLCanvasElement,
  path: Path2D,
  { view, size, ratio }: Sight,
): void {
  const style = getComputedStyle(element)
  const world = worldPixels(view.zoom) * ratio
  const scale = world / worldUnits
  const left = (size.width / 2) * ratio - view.x * world
  const top = (size.height / 2) * ratio - view.y * world
  context.fillStyle = style.color
  context.strokeStyle = style.borderTopColor
  context.lineJoin = 'round'
  // The world goes on beside itself, and some of it beyond its own end.
  const first = Math.floor(-left / world) - 1
  const last = Math.floor((element.width - left) / world) + 1
  for (let copy = first; copy <= last; copy += 1) {
    context.setTransform(scale, 0, 0, scale, left + copy * world, top)
    context.lineWidth = (0.6 * ratio) / scale
    context.save()
    // Below it is only the edge of the paper.
    context.beginPath()
    context.rect(-worldUnits, -worldUnits, 3 * worldUnits, worldUnits * (1 + lastRow))
    context.clip()
    context.fill(path, 'evenodd')
    context.stroke(path)
    context.restore()
  }
}

/** Changes whenever the colours may have. */
function useTheme(): number {
  const [changes, setChanges] = useState(0)
  useEffect(() => {
    const change = () => setChanges((count) => count + 1)
    const system = window.matchMedia('(prefers-color-scheme: dark)')
    const chosen = new MutationObserver(change)
    system.addEventListener('change', change)
    chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => {
      system.removeEventListener('change', change)
      chosen.disconnect()
    }
  }, [])
  return changes
}
