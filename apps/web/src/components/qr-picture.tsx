import { encode } from 'uqr'

/** A QR picture drawn here, as one path: the key in it never leaves the page. Dark on light in every theme, as cameras want it. */
export default function QrPicture({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 3 })
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="mx-auto w-full max-w-56 rounded-md bg-snow"
    >
      <path d={path} className="fill-night" />
    </svg>
  )
}
