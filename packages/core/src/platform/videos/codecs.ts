import { Codec, type Stream } from 'node-av/lib'

/**
 * Decoders that may meet a family's bytes, by FFmpeg's names: what cameras and phones of the last twenty years write.
 * Whatever else FFmpeg could decode, stays closed.
 */
export const videoDecoders = [
  'h264',
  'hevc',
  'vp8',
  'vp9',
  'libdav1d',
  'mpeg4',
  'h263',
  'mjpeg',
  'prores',
  'dvvideo',
]
export const audioDecoders = [
  'aac',
  'mp3float',
  'mp3',
  'opus',
  'libopus',
  'vorbis',
  'alac',
  'ac3',
  'eac3',
  'amrnb',
  'amrwb',
  'pcm_s16le',
  'pcm_s16be',
  'pcm_s24le',
  'pcm_s24be',
  'pcm_s32le',
  'pcm_f32le',
  'pcm_u8',
  'pcm_s8',
  'pcm_mulaw',
  'pcm_alaw',
  'adpcm_ima_qt',
]

/** The decoder for a stream when it is one of these, or null. */
export function decoderOf(stream: Stream, allowed: readonly string[]): Codec | null {
  const { codecId } = stream.codecpar
  const usual = Codec.findDecoder(codecId)
  if (usual?.name && allowed.includes(usual.name)) return usual
  return (
    Codec.getCodecList().find(
      (codec) =>
        codec.isDecoder() && codec.id === codecId && codec.name !== null && allowed.includes(codec.name),
    ) ?? null
  )
}
