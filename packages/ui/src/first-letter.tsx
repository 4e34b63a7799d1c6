/** The first letter as a person sees it, large: a flag or a family of emoji is one. Empty for an empty text. */
export function firstLetter(text: string): string {
  const [first] = new Intl.Segmenter().segment(text.trim())
  return first?.segment.toLocaleUpperCase() ?? ''
}
