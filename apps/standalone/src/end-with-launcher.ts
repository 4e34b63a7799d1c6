/** Preloaded into programs that are not ours: they end when the launcher does, however that happens. */
process.once('disconnect', () => process.exit())
