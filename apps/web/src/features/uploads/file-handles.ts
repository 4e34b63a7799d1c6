/** Handles of files that a drop brought along, as long as the files are in use. */
const handles = new WeakMap<File, FileSystemFileHandle>()

export function rememberHandle(file: File, handle: FileSystemFileHandle): void {
  handles.set(file, handle)
}

export function handleOf(file: File): FileSystemFileHandle | undefined {
  return handles.get(file)
}

/** Chromium's; not among TypeScript's types. https://wicg.github.io/file-system-access/#api-filesystemhandle-requestpermission */
interface AskingHandle extends FileSystemFileHandle {
  requestPermission?: (what: { mode: 'read' }) => Promise<PermissionState>
}

/** Asks the person, in the browser's own words, to let a file be read again. Has to be called from a click. */
export async function askToRead(handle: AskingHandle): Promise<File | undefined> {
  const answer = await handle.requestPermission?.({ mode: 'read' }).catch(() => undefined)
  return answer === 'denied' ? undefined : handle.getFile().catch(() => undefined)
}
