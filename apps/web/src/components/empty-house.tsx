/** The name mark's arches with nobody at home: stands where there is nothing. */
export function EmptyHouse() {
  return (
    <svg width="148" height="104" viewBox="0 0 148 104" fill="none" aria-hidden="true">
      <path d="M18 103V54a36 36 0 0 1 72 0v49Z" className="fill-accent-soft" />
      <path d="M38 103V62a16 16 0 0 1 32 0v41Z" className="fill-paper" />
      <path d="M78 103V76a22 22 0 0 1 44 0v27Z" className="fill-sun-soft" />
      <path d="M91 103V82a9 9 0 0 1 18 0v21Z" className="fill-paper" />
      <path d="M4 103h140" className="stroke-line" strokeWidth="2" strokeLinecap="round" />
    </svg>
  )
}
