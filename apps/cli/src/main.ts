import { runKinkeep } from './run-kinkeep.ts'

process.exitCode = await runKinkeep(process.argv.slice(2), {
  out: (text) => process.stdout.write(`${text}\n`),
  error: (text) => process.stderr.write(`${text}\n`),
})
