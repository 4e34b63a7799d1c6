import { TextField } from '@kinkeep/ui/text-field'

export interface CodeFieldProps {
  label: string
  hint: string | null
  error: string | null
  /** Six digits that a phone may fill in by itself, or a recovery code from paper. */
  kind: 'digits' | 'recovery'
  autoFocus?: boolean
}

/** Where a code is typed or pasted, with spaces and dashes as it comes: the server reads past them. `autoFocus` is for a step the person has just asked for. */
export function CodeField({ label, hint, error, kind, autoFocus = false }: CodeFieldProps) {
  return (
    <TextField
      name="code"
      label={label}
      hint={hint}
      error={error}
      autoComplete={kind === 'digits' ? 'one-time-code' : 'off'}
      inputMode={kind === 'digits' ? 'numeric' : 'text'}
      autoCapitalize={kind === 'digits' ? 'none' : 'characters'}
      spellCheck={false}
      maxLength={64}
      autoFocus={autoFocus}
    />
  )
}
