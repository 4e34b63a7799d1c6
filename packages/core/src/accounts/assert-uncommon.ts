import { DomainError } from '../platform/errors.ts'

interface Owner {
  email: string
  name: string
}

let common: Promise<ReadonlySet<string>> | undefined

/**
 * The most used passwords of known breaches, as zxcvbn-ts ships them (MIT). Short ones as well: digits and marks at
 * the end do not make a common password a good one. Read when the first one is judged.
 */
function readCommon(): Promise<ReadonlySet<string>> {
  common ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common']),
  )
  return common
}

/**
 * Refuses a new password that guessing begins with: one from the lists, with or without something at its end, or the
 * person's own address or name. NIST SP 800-63B section 3.1.1.2 asks for such a list, and for no rules about kinds of
 * characters. Throws PASSWORD_COMMON.
 */
export async function assertUncommon(password: string, owner: Owner): Promise<void> {
  const typed = password.toLowerCase()
  const stem = typed.replace(/[^\p{L}]+$/u, '')
  const own = ['kinkeep', owner.email, owner.email.split('@')[0] ?? '', owner.name].map((word) =>
    word.toLowerCase(),
  )
  const list = await readCommon()
  const isCommon = [typed, stem].some((word) => word !== '' && (list.has(word) || own.includes(word)))
  const isMonotone = new Set(typed).size < 4
  if (isCommon || isMonotone) throw new DomainError('PASSWORD_COMMON')
}
