import type { Config } from './config.ts'
import type { Progress } from './console.ts'
import { portFrom, requirePort } from './ports.ts'

/** Where everything that a browser visits listens, and what it is called from outside. */
export interface Addresses {
  host: string
  port: number
  storePort: number
  mailPort: number
  smsPort: number
  /** What people open. */
  publicUrl: string
  storePublicUrl: string
  mailUrl: string
  smsUrl: string
}

const usualPort = 4040

/**
 * Chooses ports: the one that is configured or nothing, else the usual ones or the next that are free. Throws
 * StartError when a configured one is taken.
 */
export async function chooseAddresses(config: Config, progress: Progress): Promise<Addresses> {
  const { HOST: host } = config
  const port = config.PORT
    ? await requirePort(host, config.PORT, 'PORT')
    : await portFrom(host, usualPort, (taken, next) =>
        progress.line(`  Port ${taken} is taken, using ${next}. Set PORT to choose another.`),
      )
  const storePort = config.STORE_PORT
    ? await requirePort(host, config.STORE_PORT, 'STORE_PORT')
    : await portFrom(host, port + 1)
  const mailPort = config.MAIL_PORT
    ? await requirePort(host, config.MAIL_PORT, 'MAIL_PORT')
    : await portFrom(host, storePort + 1)
  const smsPort = config.SMS_PORT
    ? await requirePort(host, config.SMS_PORT, 'SMS_PORT')
    : await portFrom(host, mailPort + 1)
  const name = isLocal(host) ? 'localhost' : host
  const publicUrl = config.PUBLIC_URL ?? `http://${name}:${port}`
  // The photos come from the machine people know, whatever name they know it by.
  const storeName = new URL(publicUrl).hostname
  return {
    host,
    port,
    storePort,
    mailPort,
    smsPort,
    publicUrl,
    storePublicUrl: config.STORE_PUBLIC_URL ?? `http://${storeName}:${storePort}`,
    mailUrl: `http://${name}:${mailPort}`,
    smsUrl: `http://${name}:${smsPort}`,
  }
}

function isLocal(host: string): boolean {
  return host === '0.0.0.0' || host === '::' || host === '::1' || host.startsWith('127.')
}
