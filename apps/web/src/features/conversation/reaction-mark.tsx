import type { ReactionKind } from '@kinkeep/contracts/reaction-kinds'
import type { ReactNode } from 'react'

// Drawn, not typed: an emoji looks different on every device, and on some it is an empty box.
const face = <circle cx="12" cy="12" r="10" fill="#f2bd52" />
const ink = '#5b3a08'

const drawings: Record<ReactionKind, ReactNode> = {
  like: (
    <>
      <path
        fill="#4f9581"
        d="M15 5.9 14 10h5.8a2 2 0 0 1 1.9 2.6l-2.3 8a2 2 0 0 1-1.9 1.4H7V10.4a2 2 0 0 0 1.5-1.5L12 2a3.1 3.1 0 0 1 3 3.9Z"
      />
      <rect x="2" y="10" width="4" height="12" rx="1.5" fill="#2f6f5e" />
    </>
  ),
  love: (
    <path
      fill="#dc5a5f"
      d="M2 9.5a5.5 5.5 0 0 1 9.6-3.7.6.6 0 0 0 .8 0A5.5 5.5 0 0 1 22 9.5c0 2.3-1.5 4-3 5.5l-5.5 5.3a2 2 0 0 1-3 0L5 15c-1.5-1.5-3-3.2-3-5.5Z"
    />
  ),
  laugh: (
    <>
      {face}
      <path
        d="M6.5 9.5q1.5-2 3 0M14.5 9.5q1.5-2 3 0"
        fill="none"
        stroke={ink}
        strokeWidth="1.6"
        strokeLinecap="round"
      />
      <path d="M6.3 13h11.4a5.7 5.7 0 0 1-11.4 0Z" fill={ink} />
      <path d="M9 17.6a4.6 4.6 0 0 1 6 0 5.7 5.7 0 0 1-6 0Z" fill="#dc5a5f" />
    </>
  ),
  wow: (
    <>
      {face}
      <path
        d="M7 6.6q1.3-1 2.6-.4M14.4 6.2q1.3-.6 2.6.4"
        fill="none"
        stroke={ink}
        strokeWidth="1.4"
        strokeLinecap="round"
      />
      <circle cx="8.5" cy="10" r="1.4" fill={ink} />
      <circle cx="15.5" cy="10" r="1.4" fill={ink} />
      <ellipse cx="12" cy="16.2" rx="2.6" ry="3.2" fill={ink} />
    </>
  ),
  celebrate: (
    <>
      <path fill="#9b7bc0" d="M2.3 20.2 7.6 7.8l8.6 8.6-12.4 5.3a1.1 1.1 0 0 1-1.5-1.5Z" />
      <path fill="#7a5aa3" d="m5.4 13 5.6 5.6-2.6 1.1-4.1-4.1Z" />
      <path
        d="M12 8q-.4-3 2-5M16 12q3 .4 5-2M14 10l4-4"
        fill="none"
        stroke="#f2bd52"
        strokeWidth="1.7"
        strokeLinecap="round"
      />
      <circle cx="8" cy="3.6" r="1.3" fill="#dc5a5f" />
      <circle cx="20.4" cy="16" r="1.3" fill="#4f9581" />
      <circle cx="20.2" cy="3.8" r="1.3" fill="#dc5a5f" />
    </>
  ),
}

/** The sign of a reaction. Decoration: whoever shows it says its name. */
export function ReactionMark({ kind, size = 22 }: { kind: ReactionKind; size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" className="shrink-0">
      {drawings[kind]}
    </svg>
  )
}
