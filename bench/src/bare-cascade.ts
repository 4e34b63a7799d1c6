import { readFile, writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { rgbaToThumbHash } from 'thumbhash'

// The ceiling: the same outputs from sharp alone, decoded once. No sniffing, hashing, dates, limits or isolation.
// Forked by photos.ts; each message is a photo, each answer its end.

sharp.concurrency(1)
sharp.cache(false)

interface Job {
  input: string
  preview: string
  thumbnail: string
}

process.on('message', async ({ input, preview, thumbnail }: Job) => {
  const { data, info } = await sharp(await readFile(input))
    .autoOrient()
    .resize({ width: 1440, height: 1440, fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const raw = { raw: { width: info.width, height: info.height, channels: 3 } } as const
  await writeFile(
    preview,
    await sharp(data, raw).jpeg({ quality: 80, chromaSubsampling: '4:2:0' }).toBuffer(),
  )
  const scale = Math.min(1, 360 / Math.min(info.width, info.height))
  const small = { width: Math.round(info.width * scale), height: Math.round(info.height * scale) }
  const pixels = await sharp(data, raw)
    .resize({ ...small, fit: 'fill' })
    .raw()
    .toBuffer()
  const smallRaw = { raw: { ...small, channels: 3 } } as const
  await writeFile(thumbnail, await sharp(pixels, smallRaw).webp({ quality: 75, effort: 2 }).toBuffer())
  const tiny = await sharp(pixels, smallRaw)
    .resize({ width: 100, height: 100, fit: 'inside' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  rgbaToThumbHash(tiny.info.width, tiny.info.height, tiny.data)
  process.send?.({ type: 'done' })
})
process.on('disconnect', () => process.exit())
process.send?.({ type: 'ready' })
