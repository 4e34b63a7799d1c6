import { createCli } from 'trpc-cli'
import { type Branch, buildCommands, callByName, t } from './calls/build-router.ts'
import { explainError, printableError } from './calls/explain-error.ts'
import { readProcedures } from './calls/read-procedures.ts'
import { type Config, readConfig } from './config.ts'
import { importCommands } from './import/commands.ts'
import { readArguments } from './read-arguments.ts'
import { UsageError } from './usage-error.ts'

export interface Streams {
  out(text: string): void
  error(text: string): void
}

/** Runs one command line. Answers the exit code: 0 done, 1 refused or failed, 2 asked wrongly. Never throws. */
export async function runKinkeep(argv: readonly string[], streams: Streams): Promise<number> {
  try {
    const { isJson, input, words } = readArguments(argv)
    const config = readConfig()
    const procedures = await readProcedures(config)
    if (input !== undefined) {
      const answer = await callWithInput(config, procedures, words, input)
      streams.out(JSON.stringify(answer, null, 2))
      return 0
    }
    const commands = buildCommands(config, procedures)
    let hasFailed = false
    commands.import = importCommands(config, {
      note: (line) => streams.error(line),
      onFailed() {
        hasFailed = true
      },
    })
    const code = await runProgram(commands, words, isJson, streams)
    return code === 0 && hasFailed ? 1 : code
  } catch (error) {
    const explained = explainError(error)
    const isForPrograms = argv.includes('--json') || argv.includes('--input')
    streams.error(isForPrograms ? JSON.stringify({ error: explained }) : printableError(explained))
    return error instanceof UsageError ? 2 : 1
  }
}

/** `--input '{…}'`: the whole input as JSON, for what no flag can say. */
function callWithInput(
  config: Config,
  procedures: Awaited<ReturnType<typeof readProcedures>>,
  words: readonly string[],
  input: string,
): Promise<unknown> {
  const named = words
    .map((word) => word.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()))
    .join('.')
  const procedure = procedures.find(({ path }) => path === named)
  if (!procedure)
    throw new UsageError(`There is no command "${words.join(' ')}". "kinkeep --help" lists them.`)
  let given: unknown
  try {
    given = JSON.parse(input)
  } catch {
    throw new UsageError('What follows --input is not JSON.')
  }
  return callByName(config, procedure, given)
}

async function runProgram(
  commands: Branch,
  words: readonly string[],
  isJson: boolean,
  streams: Streams,
): Promise<number> {
  let failure: unknown
  let code: number | undefined
  const remember = (ended: number) => {
    code ??= ended
  }
  const cli = createCli({
    router: t.router(commands),
    name: 'kinkeep',
    description:
      'Kinkeep by personal access token. KINKEEP_URL and KINKEEP_TOKEN say where and who.\n' +
      "Every command takes --json (print JSON) and --input '{…}' (the whole input as JSON); --circle is short for --circle-id.",
  })
  try {
    await cli.run({
      argv: [...words],
      prompts: false,
      ...(isJson
        ? {
            logger: {
              info: (value) => streams.out(asJson(value)),
              error: (value) => streams.error(asText(value)),
            },
          }
        : {}),
      formatError(error) {
        failure = error
        const explained = explainError(causeOf(error))
        return isJson ? JSON.stringify({ error: explained }) : printableError(explained)
      },
      // The library ends the process; whoever called us does that.
      process: { exit: remember as (ended: number) => never },
    })
  } catch (error) {
    if (code === undefined) throw error
  }
  if (code === 1 && (failure === undefined || causeOf(failure) instanceof UsageError)) return 2
  return code ?? 0
}

/** tRPC wraps what a procedure throws. */
function causeOf(error: unknown): unknown {
  return error instanceof Error && error.name === 'TRPCError' && error.cause ? error.cause : error
}

function asJson(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : String(value)
}
