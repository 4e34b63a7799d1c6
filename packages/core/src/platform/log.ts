import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'
import { redactError } from './redact-error.ts'

export type Log = Logger

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/**
 * JSON lines, on stdout unless told otherwise. Errors go in without the data they were about, and anything under
 * a telling name is struck out, in case a caller passes too much.
 */
export function createLog(name: string, level: LogLevel, destination?: DestinationStream): Log {
  const options: LoggerOptions = {
    name,
    level,
    serializers: { err: redactError },
    redact: {
      paths: ['password', 'token', 'cookie', 'email', '*.password', '*.token', '*.cookie', '*.email'],
      censor: '[removed]',
    },
  }
  return destination ? pino(options, destination) : pino(options)
}
