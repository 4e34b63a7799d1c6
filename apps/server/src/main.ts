import { toDepsOptions } from '@kinkeep/core/platform/config'
import { createDeps } from '@kinkeep/core/platform/deps'
import { runProcess } from '@kinkeep/core/platform/lifecycle'
import { createLog } from '@kinkeep/core/platform/log'
import { buildApp } from './app.ts'
import { readConfig } from './config.ts'

const log = createLog('server', 'info')

await runProcess(log, async () => {
  const config = readConfig()
  log.level = config.LOG_LEVEL
  const deps = await createDeps({
    ...toDepsOptions(config),
    identityProviders: config,
    canSendSms: config.SMS_PROVIDER !== 'none',
    applicationName: 'kinkeep-server',
    log,
  })
  await deps.hub.start()
  const app = await buildApp(deps, {
    webRoot: config.WEB_ROOT,
    storeOrigin: new URL(config.S3_PUBLIC_ENDPOINT ?? config.S3_ENDPOINT).origin,
    trustedProxies: config.TRUSTED_PROXIES,
    limits: {
      auth: { count: config.AUTH_LIMIT_PER_MINUTE, seconds: 60 },
      calls: { count: config.CALL_LIMIT_PER_MINUTE, seconds: 60 },
    },
  })
  const address = await app.listen({ host: config.HOST, port: config.PORT })
  log.info({ address }, 'listening')
  return async () => {
    await app.close()
    await deps.close()
  }
})
