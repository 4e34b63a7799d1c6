import path from 'node:path'
import { startServer, startWorker } from '../apps.ts'
import { startChild } from '../children.ts'
import { inheritedEnv, repositoryFolder } from '../config.ts'
import { openHousehold } from '../household.ts'
import { freePort } from '../ports.ts'
import { watchSources } from '../watch-sources.ts'
import type { Command } from './command.ts'

const sources = (...names: string[]) => names.map((name) => path.join(repositoryFolder, name, 'src'))
const packages = ['packages/core', 'packages/contracts', 'packages/db']

/** `dev`: the same data and parts as `start`, with sources watched and the web served by vite. */
export const dev: Command = async (context) => {
  const { config, lifetime, progress, tell } = context
  progress.line('\nKinkeep for developers is starting')
  const { data, addresses, smsUrl, apps } = await openHousehold(context)
  // vite has the address that people open and passes on to the server what is the server's.
  const serverPort = await freePort('127.0.0.1')
  const options = {
    ...apps,
    host: '127.0.0.1',
    port: serverPort,
    webRoot: undefined,
    logLevel: config.LOG_LEVEL ?? 'info',
  }
  const [worker, server, web] = await Promise.all([
    progress.step('Worker', lifetime.own(startWorker(options))),
    progress.step('Server', lifetime.own(startServer(options))),
    progress.step('Web (vite)', lifetime.own(startVite())),
  ])
  const restart = (names: string[], part: typeof worker) =>
    lifetime.own(watchSources(sources(...names), () => void part.restart()))
  await restart(['apps/server', ...packages], server)
  await restart(['apps/worker', ...packages], worker)
  await data.announce(addresses.publicUrl)
  progress.line(`\nKinkeep is at     ${addresses.publicUrl}`)
  if (!config.SMTP_URL) progress.line(`Its mails are at  ${addresses.mailUrl}`)
  if (smsUrl) progress.line(`Its SMS are at    ${smsUrl}`)
  progress.line(`Everything is in  ${data.path}\nSources are watched. Ctrl-C stops it.\n`)
  if (process.send) {
    tell({
      type: 'ready',
      origin: addresses.publicUrl,
      smsUrl,
      workerPid: worker.pid,
      serverPid: server.pid,
      webPid: web.pid,
    })
  }

  function startVite() {
    const web = path.join(repositoryFolder, 'apps/web')
    return startChild({
      name: 'web',
      entry: path.join(web, 'node_modules/vite/bin/vite.js'),
      args: ['--host', addresses.host, '--port', String(addresses.port), '--strictPort'],
      execArgv: ['--import', new URL('../end-with-launcher.ts', import.meta.url).href],
      cwd: web,
      env: { ...inheritedEnv, KINKEEP_SERVER_ORIGIN: `http://127.0.0.1:${serverPort}` },
      readyLine: /ready in/,
      onDeath: (how, delayMs) =>
        progress.warn(`The web server stopped: ${how}. Starting it again in ${delayMs} ms.`),
      onReady: () => progress.line('  The web server runs again.'),
    })
  }
}
