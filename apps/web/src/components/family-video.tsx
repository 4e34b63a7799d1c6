import type { ComponentProps } from 'react'

/** A video that a family sent, in its place on the page. Without captions: nobody has written down what is said in it. */
export function FamilyVideo(props: ComponentProps<'video'>) {
  return <video playsInline {...props} />
}
