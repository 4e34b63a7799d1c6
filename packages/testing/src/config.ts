/** What processes that tests start inherit. */
export const inheritedEnv: NodeJS.ProcessEnv = { ...process.env }
