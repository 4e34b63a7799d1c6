import type { TakenFile } from './taken-file.ts'
import type { UploadsView } from './upload-list.ts'

/** What may be asked of the tab that sends, from any other. */
export interface UploadActs {
  retry: (uploadKeys: readonly string[]) => void
  sendAnyway: (uploadKeys: readonly string[]) => void
  remove: (uploadKeys: readonly string[]) => void
}

/** What tabs of one person tell each other. Files travel as handles. */
export type TabMessage =
  /** From a tab that has just opened. */
  | { kind: 'hello' }
  /** From the tab that sends: when it begins, and how it stands. */
  | { kind: 'lead' }
  | { kind: 'view'; view: UploadsView }
  /** To the tab that sends. */
  | { kind: 'saving'; tab: string }
  | { kind: 'take'; files: readonly TakenFile[] }
  | { kind: 'recover'; files: readonly TakenFile[] }
  | { kind: 'act'; act: keyof UploadActs; uploadKeys: readonly string[] }
  | { kind: 'pause'; isPaused: boolean }
  | { kind: 'signedOut' }

/** Opens the line between a person's tabs of one browser. */
export function openTabChannel(
  userId: string,
  signal: AbortSignal,
  onMessage: (message: TabMessage) => void,
): (message: TabMessage) => void {
  const channel = new BroadcastChannel(`kinkeep-uploads:${userId}`)
  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => onMessage(data)
  signal.addEventListener('abort', () => channel.close(), { once: true })
  return (message) => {
    if (!signal.aborted) channel.postMessage(message)
  }
}
