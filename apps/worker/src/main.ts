import { jobs } from '@kinkeep/core/jobs'
import { toDepsOptions } from '@kinkeep/core/platform/config'
import { createDeps } from '@kinkeep/core/platform/deps'
import { createImageProcessor } from '@kinkeep/core/platform/images/images'
import { startJobRunner } from '@kinkeep/core/platform/job-runner'
import { runProcess } from '@kinkeep/core/platform/lifecycle'
import { createLog } from '@kinkeep/core/platform/log'
import { createMailer } from '@kinkeep/core/platform/mail'
import { createSmsSender } from '@kinkeep/core/platform/sms-sender'
import { createVideoProcessor } from '@kinkeep/core/platform/videos/videos'
import { readConfig } from './config.ts'
import { createHandlers } from './handlers.ts'

const log = createLog('worker', 'info')

await runProcess(log, async () => {
  const config = readConfig()
  log.level = config.LOG_LEVEL
  const options = toDepsOptions(config)
  const deps = await createDeps({ ...options, applicationName: 'kinkeep-worker', log })
  const mailer = createMailer({ smtpUrl: config.SMTP_URL, from: config.MAIL_FROM })
  const sms = await createSmsSender(config)
  const images = createImageProcessor({
    concurrency: config.IMAGE_PROCESSES,
    timeoutMs: config.IMAGE_TIMEOUT_SECONDS * 1000,
    maxMemoryMb: config.IMAGE_MEMORY_MB,
  })
  const videos = createVideoProcessor({
    concurrency: config.VIDEO_PROCESSES,
    timeoutMs: config.VIDEO_LOOK_SECONDS * 1000,
    longestMs: config.VIDEO_TIMEOUT_MINUTES * 60_000,
    maxMemoryMb: config.VIDEO_MEMORY_MB,
    log,
  })
  const runner = await startJobRunner({
    connectionString: options.directDatabaseUrl,
    jobs,
    handlers: createHandlers({ ...deps, mailer, sms, images, videos }),
    log,
  })
  log.info('working')
  return async () => {
    await runner.stop()
    await Promise.all([images.close(), videos.close()])
    mailer.close()
    sms.close()
    await deps.close()
  }
})
