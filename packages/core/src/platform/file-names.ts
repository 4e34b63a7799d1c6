/** Longer names are cut: many systems take 255 bytes, and Cyrillic has two a letter. */
const nameLength = 90

/** A file's name as every system takes it: it leads out of no folder, hides nothing, and turns no text around. */
export function safeFileName(name: string): string {
  const safe = name
    .normalize('NFC')
    .replace(/[[\p{Cc}--[\u0080-\u009f]]<>:"\/\\\|?*\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gv, '_')
    .replace(/[\ud800-\udfff]/g, '_')
    .replace(/^\.+/, '')
    .replace(/[. ]+$/, '')
    .slice(-nameLength)
  return safe || 'file'
}
