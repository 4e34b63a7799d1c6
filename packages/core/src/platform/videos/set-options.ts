import { FFmpegError } from 'node-av/lib'

/**
 * Sets FFmpeg's options one by one: a dictionary that FFmpeg takes is freed twice by node-av 6.1.1, which ends the
 * process. Throws for an option that is not there, because these are what keeps hostile files small.
 */
export function setOptions(
  target: { setOption(name: string, value: string): number },
  options: Readonly<Record<string, string>>,
): void {
  for (const [name, value] of Object.entries(options)) {
    const code = target.setOption(name, value)
    if (code < 0) throw new Error(`option ${name}: ${FFmpegError.strerror(code)}`)
  }
}
