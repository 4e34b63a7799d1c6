import { codePhoneContext } from './codes/rules.ts'
import { secretsContext } from './identities/rules.ts'
import { userPhoneContext } from './platform/phone-numbers.ts'
import { downloadContext, secretContext } from './two-factor/rules.ts'

/** A column that holds what `secrets.seal` made, and how its rows are told apart. */
export type SealedColumn = { table: string; column: string } & (
  | { key: 'id'; keyType: 'uuid'; context: (key: string) => string }
  | { key: 'token_hash'; keyType: 'bytea'; context: (key: Buffer) => string }
)

/** Every sealed column there is, with the context its secrets are bound to. A test compares it with the schema. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'users', column: 'phone_sealed', key: 'id', keyType: 'uuid', context: userPhoneContext },
  { table: 'codes', column: 'phone_sealed', key: 'id', keyType: 'uuid', context: codePhoneContext },
  { table: 'second_factors', column: 'secret_sealed', key: 'id', keyType: 'uuid', context: secretContext },
  { table: 'provider_flows', column: 'secrets_sealed', key: 'id', keyType: 'uuid', context: secretsContext },
  {
    table: 'one_time_downloads',
    column: 'content_sealed',
    key: 'token_hash',
    keyType: 'bytea',
    context: downloadContext,
  },
]
