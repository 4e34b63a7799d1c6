import { formatCheckpoint, parseCheckpoint, verifyAudit } from '@kinkeep/core/platform/audit-chain'
import { runTool } from './run-tool.ts'

/** `pnpm audit:verify [checkpoint]` */
await runTool(async ({ db }, [text]) => {
  const since = text === undefined ? undefined : parseCheckpoint(text)
  if (text !== undefined && !since) {
    return { exitCode: 2, text: 'A checkpoint looks like 1234:0f3a…, as an earlier run printed it.' }
  }
  const verdict = await verifyAudit(db, since)
  if (!verdict.isWhole) {
    const { problem, seq, entryId } = verdict
    return {
      exitCode: 1,
      text: `The audit is broken: ${problem}${seq === undefined ? '' : ` at place ${seq}`}, entry ${entryId ?? 'unknown'}.`,
    }
  }
  const { entries, checkpoint } = verdict
  const kept = checkpoint ? `\nCheckpoint, to keep elsewhere: ${formatCheckpoint(checkpoint)}` : ''
  return { exitCode: 0, text: `The audit is whole: ${entries} entries.${kept}` }
})
