/** What processes that a measurement starts inherit. */
export const inheritedEnv: NodeJS.ProcessEnv = { ...process.env }
