/** A column that holds what `secrets.seal` made, and how its rows are told apart. */
export interface SealedColumn {
  table: string
  column: string
  key: 'id' | 'token_hash'
  keyType: 'uuid' | 'bytea'
}

const byId = { key: 'id', keyType: 'uuid' } as const

/** Every sealed column there is. A test compares it with the schema. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'users', column: 'phone_sealed', ...byId },
  { table: 'codes', column: 'phone_sealed', ...byId },
  { table: 'second_factors', column: 'secret_sealed', ...byId },
  { table: 'provider_flows', column: 'secrets_sealed', ...byId },
  { table: 'one_time_downloads', column: 'content_sealed', key: 'token_hash', keyType: 'bytea' },
]

/** What a secret in a row is bound to: `table.column:key`, with bytes in hexadecimal. A test compares the features' own. */
export function contextOf({ table, column }: SealedColumn, key: string | Buffer): string {
  return `${table}.${column}:${typeof key === 'string' ? key : key.toString('hex')}`
}
