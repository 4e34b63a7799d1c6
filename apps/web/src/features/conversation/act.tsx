/** Something one may do with a comment, in a word or two. */
export function Act({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="min-h-11 rounded-md px-2 font-medium text-muted text-sm transition-colors hover:text-ink"
    >
      {label}
    </button>
  )
}
