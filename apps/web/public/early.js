// Runs while the files of the app are on their way. A file, because the CSP refuses inline scripts.
try {
  // Before the first paint, so that a chosen theme does not flash.
  const theme = localStorage.getItem('kinkeep.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {}
// The first date that is written takes a phone 40 ms, in whatever language: now it has nothing else to do.
new Intl.DateTimeFormat(undefined, { dateStyle: 'full' }).format()
