// Runs before the first paint, so that a chosen theme does not flash. A file, because the CSP refuses inline scripts.
try {
  const theme = localStorage.getItem('kinkeep.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {}
