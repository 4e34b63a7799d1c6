import { StartError } from './start-error.ts'

const sentences: Record<string, string> = {
  EACCES: 'may not be written by you',
  EPERM: 'may not be written by you',
  EROFS: 'is on a disk that is read-only',
  ENOSPC: 'is on a disk that is full; make room and start again, nothing is lost',
  EDQUOT: 'is beyond your quota; make room and start again, nothing is lost',
  ENOTDIR: 'is not a folder',
  EEXIST: 'is not a folder',
}

/**
 * What keeps a file system from taking our data, as a StartError; any other error comes back as it is. SQLite has
 * numbers of its own for the same.
 */
export function explainFileError(error: unknown, folder: string): unknown {
  const { code, errcode } = error as { code?: string; errcode?: number }
  const sqlite: Record<number, string> = { 8: 'EACCES', 13: 'ENOSPC', 14: 'EACCES' }
  const sentence = sentences[sqlite[errcode ?? 0] ?? code ?? '']
  return sentence ? new StartError(`The data folder ${folder} ${sentence}.`, { cause: error }) : error
}
