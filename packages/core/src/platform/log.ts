import { type Logger, pino } from 'pino'

export type Log = Logger

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** JSON lines on stdout. Anything under a telling name is struck out, in case a caller passes too much. */
export function createLog(name: string, level: LogLevel): Log {
  return pino({
    name,
    level,
    redact: {
      paths: ['password', 'token', 'cookie', 'email', '*.password', '*.token', '*.cookie', '*.email'],
      censor: '[removed]',
    },
  })
}
