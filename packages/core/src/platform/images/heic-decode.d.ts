// The package carries no types. https://github.com/catdad-experiments/heic-decode#readme
declare module 'heic-decode' {
  interface DecodedImage {
    width: number
    height: number
    /** RGBA, 8 bits. */
    data: Uint8ClampedArray
  }
  interface HeicImage {
    width: number
    height: number
    decode(): Promise<DecodedImage>
  }
  function one(input: { buffer: Uint8Array }): Promise<DecodedImage>
  namespace one {
    function all(input: { buffer: Uint8Array }): Promise<HeicImage[] & { dispose(): void }>
  }
  export default one
}
