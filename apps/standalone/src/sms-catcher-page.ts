interface PageFile {
  type: string
  content: string
}

const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="format-detection" content="telephone=no">
    <title>SMS of Kinkeep</title>
    <link rel="stylesheet" href="/page.css">
    <script src="/page.js" type="module"></script>
  </head>
  <body>
    <main>
      <h1>SMS</h1>
      <p>What Kinkeep would have sent to phones. Nothing leaves this machine.</p>
      <p id="state" role="status">Looking for messages</p>
      <ol id="messages" aria-label="Messages, newest first"></ol>
    </main>
  </body>
</html>
`

const css = `:root {
  color-scheme: light dark;
  --paper: light-dark(#faf7f1, #171513);
  --surface: light-dark(#fffefb, #211e1b);
  --line: light-dark(#e5dccf, #39332d);
  --ink: light-dark(#2a2420, #f4eee6);
  --muted: light-dark(#655a50, #b9aea2);
  --accent: light-dark(#2b5b4d, #97ccb6);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.5 system-ui, sans-serif; }
main { max-width: 40rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { margin: 0; font-size: 1.75rem; color: var(--accent); }
p { margin: .25rem 0 0; color: var(--muted); }
#state:empty { display: none; }
ol { list-style: none; margin: 1.5rem 0 0; padding: 0; display: grid; gap: .75rem; }
li { padding: 1rem 1.25rem; background: var(--surface); border: 1px solid var(--line); border-radius: 1rem; }
h2 { margin: 0; font-size: 1rem; }
time { font-size: .875rem; color: var(--muted); }
.text { margin: .75rem 0 0; color: var(--ink); white-space: pre-line; overflow-wrap: anywhere; }
`

/** Built by text nodes alone: what is in a message is never markup. */
const script = `const list = document.getElementById('messages')
const state = document.getElementById('state')
const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
let shown

function element(name, text, className) {
  const made = document.createElement(name)
  made.textContent = text
  if (className) made.className = className
  return made
}

function item({ to, text, at }) {
  const made = document.createElement('li')
  const time = element('time', format.format(new Date(at)))
  time.dateTime = at
  made.append(element('h2', to), time, element('p', text, 'text'))
  return made
}

async function refresh() {
  try {
    const response = await fetch('/api/sms')
    const body = await response.text()
    if (body === shown) return
    const messages = JSON.parse(body)
    list.replaceChildren(...messages.map(item))
    state.textContent = messages.length === 0 ? 'No messages yet.' : ''
    shown = body
  } catch {
    shown = undefined
    state.textContent = 'Kinkeep is not running.'
  } finally {
    setTimeout(refresh, 2000)
  }
}
void refresh()
`

/** The catcher's page, whole and by path. It loads nothing from anywhere else. */
export const pageFiles: ReadonlyMap<string, PageFile> = new Map([
  ['/', { type: 'text/html', content: html }],
  ['/page.css', { type: 'text/css', content: css }],
  ['/page.js', { type: 'text/javascript', content: script }],
])
