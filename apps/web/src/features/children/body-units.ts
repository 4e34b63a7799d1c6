import type { Language } from '@kinkeep/contracts/languages'
import type { Units } from '@kinkeep/contracts/units'
import type { GrowthMeasure } from './growth-standards.ts'

const mmPerInch = 25.4
const gramsPerOunce = 28.349523125
const ouncesPerPound = 16
const inchesPerFoot = 12
/** In imperial units, the age of feet begins here. */
const firstFeet = 24

/** What words a person may write behind a number, in millimetres or grams. */
const lengthUnits: Record<string, number> = {
  ...each(['mm', 'мм'], 1),
  ...each(['cm', 'см'], 10),
  ...each(['m', 'м'], 1000),
  ...each(['in', 'inch', 'inches', '"', '”', '″', 'дюйм', 'дюйма', 'дюймов'], mmPerInch),
  ...each(['ft', 'foot', 'feet', "'", '’', '′', 'фут', 'фута', 'футов', 'фт'], mmPerInch * inchesPerFoot),
}
const weightUnits: Record<string, number> = {
  ...each(['g', 'gr', 'г', 'гр'], 1),
  ...each(['kg', 'кг'], 1000),
  ...each(['oz', 'унция', 'унции', 'унций', 'унц'], gramsPerOunce),
  ...each(['lb', 'lbs', 'фунт', 'фунта', 'фунтов', 'фнт'], gramsPerOunce * ouncesPerPound),
}

/**
 * Whole millimetres or grams of what a person wrote: "86,5", "86.5 cm", "3 ft 2 in", 3'2", "3450 г". A number alone is
 * in the reader's own unit: centimetres and kilograms, or inches and pounds. null for what is none.
 */
export function parseMeasure(measure: GrowthMeasure, text: string, units: Units): number | null {
  const known = measure === 'weight' ? weightUnits : lengthUnits
  const bare = unitOf(measure, units)
  // "3 450 g": a space between thousands.
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/(\d)\s(\d{3})(?!\d)/g, '$1$2')
  const part = /(\d+(?:[.,]\d+)?)\s*([^\d\s.,]*)\.?\s*/y
  let total = 0
  let smallest = Number.POSITIVE_INFINITY
  for (let at = 0; at < plain.length; at = part.lastIndex) {
    part.lastIndex = at
    const [, digits = '', word = ''] = part.exec(plain) ?? []
    const factor = word === '' ? (at === 0 ? bare : undefined) : known[word]
    // Feet before inches, pounds before ounces; nothing twice.
    if (digits === '' || factor === undefined || factor >= smallest) return null
    total += Number(digits.replace(',', '.')) * factor
    smallest = factor
  }
  return total > 0 ? Math.round(total) : null
}

/** What is written in a field that shows a measurement: a number in the reader's own unit, or feet and inches. */
export function measureText(
  measure: GrowthMeasure,
  value: number,
  { units, language }: { units: Units; language: Language },
): string {
  const write = (count: number, unit: string, digits: number) =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    }).format(count)
  if (units === 'metric') {
    return measure === 'weight' ? write(value / 1000, 'kilogram', 2) : write(value / 10, 'centimeter', 1)
  }
  if (measure === 'weight') {
    const ounces = Math.round(value / gramsPerOunce)
    const [pounds, rest] = [Math.floor(ounces / ouncesPerPound), ounces % ouncesPerPound]
    return joined([pounds, 'pound'], [rest, 'ounce'])
  }
  const inches = Math.round((value / mmPerInch) * 4) / 4
  if (measure === 'head' || inches < firstFeet) return write(inches, 'inch', 2)
  return joined([Math.floor(inches / inchesPerFoot), 'foot'], [inches % inchesPerFoot, 'inch'])

  function joined(...parts: [count: number, unit: string][]): string {
    const said = parts.filter(([count], index) => count > 0 || index === 0)
    return said.map(([count, unit]) => write(count, unit, 2)).join(' ')
  }
}

/** Millimetres or grams in one unit of the chart's axis: centimetres and kilograms, inches and pounds. */
export function unitOf(measure: GrowthMeasure, units: Units): number {
  if (units === 'metric') return measure === 'weight' ? 1000 : 10
  return measure === 'weight' ? gramsPerOunce * ouncesPerPound : mmPerInch
}

function each(words: readonly string[], factor: number): Record<string, number> {
  return Object.fromEntries(words.map((word) => [word, factor]))
}
