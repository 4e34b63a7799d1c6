/** The same database as the application has it, whose role may do less than its owner. */
export function toAppUrl(ownerUrl: string): string {
  const url = new URL(ownerUrl)
  url.username = 'kinkeep_app'
  url.password = 'kinkeep'
  return url.href
}
