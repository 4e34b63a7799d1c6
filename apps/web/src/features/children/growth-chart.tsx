import type { Sex } from '@kinkeep/contracts/sexes'
import type { Units } from '@kinkeep/contracts/units'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { useWidth } from '../timeline/use-width.ts'
import { unitOf } from './body-units.ts'
import { layOutGrowth } from './growth-layout.ts'
import type { GrowthRow } from './growth-rows.ts'
import type { GrowthMeasure } from './growth-standards.ts'

const margin = { top: 28, right: 38, bottom: 44, left: 44 }
const height = 356

export interface GrowthChartProps {
  measure: GrowthMeasure
  rows: readonly GrowthRow[]
  name: string
  sex: Sex | null
  units: Units
}

/** One measure by age, over the percentiles of WHO. The table below says the same. */
export function GrowthChart({ measure, rows, name, sex, units }: GrowthChartProps) {
  const { t, language } = useTranslation()
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const [chosen, setChosen] = useState<number>()
  const points = useRef<(HTMLButtonElement | null)[]>([])
  const plot = {
    width: Math.max(160, width - margin.left - margin.right),
    height: height - margin.top - margin.bottom,
  }
  const layout = layOutGrowth({ measure, points: rows, sex, unit: unitOf(measure, units), ...plot })
  const current = Math.min(chosen ?? rows.length - 1, rows.length - 1)
  const step = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key]
    if (by === undefined) return
    event.preventDefault()
    points.current[Math.min(rows.length - 1, Math.max(0, current + by))]?.focus()
  }
  const marked = chosen === undefined ? undefined : layout.points[chosen]
  const number = new Intl.NumberFormat(language)
  const unitLabel = t(`children.axes.${units}.${measure === 'weight' ? 'weight' : 'length'}`)
  return (
    <div ref={box} className="relative">
      {width > 0 && (
        <svg width={width} height={height} aria-labelledby={id} role="img" className="block overflow-visible">
          <title id={id}>{t('children.chartOf', { kind: t(`children.kinds.${measure}`), name })}</title>
          <g transform={`translate(${margin.left} ${margin.top})`}>
            <g className="fill-muted text-xs">
              {layout.yTicks.map(({ at, label }) => (
                <g key={label} transform={`translate(0 ${at})`}>
                  <line x2={plot.width} className="stroke-line" />
                  <text x={-8} dy="0.35em" textAnchor="end">
                    {number.format(label)}
                  </text>
                </g>
              ))}
              <text x={-8} y={-14} textAnchor="end">
                {unitLabel}
              </text>
              {layout.xTicks.map(({ at, label }) => (
                <g key={label} transform={`translate(${at} ${plot.height})`}>
                  <line y2={5} className="stroke-edge" />
                  <text y={20} textAnchor="middle">
                    {number.format(label)}
                  </text>
                </g>
              ))}
              <text x={plot.width / 2} y={plot.height + 40} textAnchor="middle">
                {t(layout.inMonths ? 'children.ageMonths' : 'children.ageYears')}
              </text>
              {layout.centiles.map(({ centile, path, end, isNamed }) => (
                <g key={centile}>
                  <path
                    d={path}
                    fill="none"
                    strokeWidth={centile === 50 ? 1.75 : 1.25}
                    strokeDasharray={centile === 50 ? undefined : '5 4'}
                    className="stroke-edge"
                  />
                  {isNamed && (
                    <text x={end.x + 5} y={end.y} dy="0.35em">
                      {centile}
                    </text>
                  )}
                </g>
              ))}
              <path d={layout.line} fill="none" strokeWidth={2.5} className="stroke-accent" />
              {layout.points.map(
                ({ x, y, isDrawn }, index) =>
                  isDrawn && <Point key={rows[index]?.id} x={x} y={y} radius={5} />,
              )}
              {marked && <Point x={marked.x} y={marked.y} radius={7.5} />}
            </g>
          </g>
        </svg>
      )}
      {width > 0 &&
        layout.points.map(({ x, y }, index) => (
          <button
            key={rows[index]?.id}
            ref={(element) => {
              points.current[index] = element
            }}
            type="button"
            aria-label={rows[index]?.spoken}
            // One stop on the way through the page; arrows lead from point to point.
            tabIndex={index === current ? 0 : -1}
            onClick={() => setChosen(index)}
            onFocus={() => setChosen(index)}
            onPointerEnter={() => setChosen(index)}
            onKeyDown={step}
            style={{ left: x + margin.left, top: y + margin.top }}
            className="-translate-x-1/2 -translate-y-1/2 absolute size-6 rounded-full"
          />
        ))}
      <p aria-hidden="true" className="mt-1 min-h-6 text-center text-sm print:hidden">
        {chosen !== undefined && rows[chosen]?.spoken}
      </p>
    </div>
  )
}

function Point({ x, y, radius }: { x: number; y: number; radius: number }) {
  return <circle cx={x} cy={y} r={radius} strokeWidth={2} className="fill-accent stroke-paper" />
}
