/** What processes that tests start inherit. */
export const inheritedEnv: NodeJS.ProcessEnv = { ...process.env }

/** A file that everything a stack writes is added to, for the runner to search for secrets. */
export const suiteLog: string | undefined = process.env.KINKEEP_SUITE_LOG || undefined
