import { UsageError } from './usage-error.ts'

export interface Arguments {
  isJson: boolean
  /** What followed `--input`. */
  input: string | undefined
  /** The rest, for the commands. */
  words: string[]
}

/** Takes out of a command line what every command has, and writes short names in full. */
export function readArguments(argv: readonly string[]): Arguments {
  const found: Arguments = { isJson: false, input: undefined, words: [] }
  const rest = [...argv]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--json') found.isJson = true
    else if (word === '--input') {
      found.input = rest.shift()
      if (found.input === undefined) throw new UsageError('--input is followed by JSON.')
    } else if (word === '--circle') found.words.push('--circle-id')
    else if (word.startsWith('--circle=')) found.words.push(word.replace('--circle=', '--circle-id='))
    else found.words.push(word)
  }
  return found
}
