import { useState } from 'react'
import { OutsideDoor } from './outside-door.tsx'
import { type OutsideEnd, OutsideEnded } from './outside-ended.tsx'
import { OutsidePage } from './outside-page.tsx'

/** What the server says of a link, before anything of it is seen. */
export type OutsideOpening = { linkId: string } | { wants: 'password' } | { ended: OutsideEnd }

export interface OutsideEntranceProps {
  token: string
  opening: OutsideOpening
}

/** The page itself, the door before it, or why there is neither. */
export function OutsideEntrance({ token, opening }: OutsideEntranceProps) {
  const [opened, setOpened] = useState<string>()
  if ('ended' in opening) return <OutsideEnded why={opening.ended} />
  const linkId = 'linkId' in opening ? opening.linkId : opened
  return linkId === undefined ? (
    <OutsideDoor token={token} onOpened={setOpened} />
  ) : (
    <OutsidePage linkId={linkId} />
  )
}
