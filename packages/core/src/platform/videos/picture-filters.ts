import {
  AV_PKT_DATA_DISPLAYMATRIX,
  AVCOL_TRC_ARIB_STD_B67,
  AVCOL_TRC_SMPTE2084,
  type AVColorTransferCharacteristic,
} from 'node-av/constants'
import { Filter, type Stream } from 'node-av/lib'

/** How a coded picture becomes an upright one of square pixels. */
export interface Uprighting {
  /** Filters, in FFmpeg's words. */
  turn: string[]
  sideways: boolean
}

/**
 * From the display matrix of a stream: nine numbers, 16.16 but the last of each row 2.30. As FFmpeg's own tool reads
 * it. ISO/IEC 14496-12, 8.3.2
 */
export function uprightingOf(stream: Stream): Uprighting {
  const matrix = stream.codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX)
  if (!matrix || matrix.length < 36) return { turn: [], sideways: false }
  const at = (index: number) => matrix.readInt32LE(index * 4) / 65_536
  const [a, b, c, d] = [at(0), at(1), at(3), at(4)]
  const wide = Math.hypot(a, c)
  const high = Math.hypot(b, d)
  if (wide === 0 || high === 0) return { turn: [], sideways: false }
  const degrees = (Math.atan2(b / high, a / wide) * 180) / Math.PI
  const quarter = ((Math.round(degrees / 90) % 4) + 4) % 4
  if (quarter === 1) return { turn: [c > 0 ? 'transpose=cclock_flip' : 'transpose=clock'], sideways: true }
  if (quarter === 3) return { turn: [c < 0 ? 'transpose=clock_flip' : 'transpose=cclock'], sideways: true }
  if (quarter === 2)
    return { turn: [...(a < 0 ? ['hflip'] : []), ...(d < 0 ? ['vflip'] : [])], sideways: false }
  return { turn: d < 0 ? ['vflip'] : [], sideways: false }
}

/** Pixels of the upright picture, each made square: 640 x 360 of pixels twice as wide as high are 1280 x 360. */
export function uprightSize(
  coded: { width: number; height: number },
  pixelAspect: { num: number; den: number },
  { sideways }: Uprighting,
): { width: number; height: number } {
  const { num, den } = pixelAspect
  const isOdd = num > 0 && den > 0 && num !== den && num / den < 10 && den / num < 10
  const width = isOdd ? Math.round((coded.width * num) / den) : coded.width
  return sideways ? { width: coded.height, height: width } : { width, height: coded.height }
}

/** Within both edges, both even as 4:2:0 wants them, never larger than it was. */
export function fitWithin(
  { width, height }: { width: number; height: number },
  { longEdge, shortEdge }: { longEdge: number; shortEdge: number },
): { width: number; height: number } {
  const scale = Math.min(1, longEdge / Math.max(width, height), shortEdge / Math.min(width, height))
  const even = (edge: number) => Math.max(2, Math.round((edge * scale) / 2) * 2)
  return { width: even(width), height: even(height) }
}

export function isHdr(transfer: AVColorTransferCharacteristic): boolean {
  return transfer === AVCOL_TRC_SMPTE2084 || transfer === AVCOL_TRC_ARIB_STD_B67
}

/** High dynamic range to what every screen shows. `tonemapx` is of the FFmpeg that comes along, and fast. */
export function toneMapping(): string[] {
  if (Filter.getByName('tonemapx')) {
    return ['tonemapx=tonemap=bt2390:desat=0:p=bt709:t=bt709:m=bt709:r=tv:format=yuv420p']
  }
  return [
    'zscale=t=linear:npl=100',
    'format=gbrpf32le',
    'zscale=p=bt709',
    'tonemap=tonemap=hable:desat=0',
    'zscale=t=bt709:m=bt709:r=tv',
    'format=yuv420p',
  ]
}
