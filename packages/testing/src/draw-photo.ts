import sharp from 'sharp'

/** A small JPEG of one's own: a colour of grain, with the date that a camera would have written. */
export async function drawPhoto(taken = '2025:07:14 18:30:00'): Promise<Buffer> {
  return sharp({
    create: {
      width: 320,
      height: 240,
      channels: 3,
      background: '#c96',
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
    },
  })
    .withExif({ IFD2: { DateTimeOriginal: taken, OffsetTimeOriginal: '+02:00' } })
    .jpeg()
    .toBuffer()
}
