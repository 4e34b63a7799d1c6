import { useId } from 'react'

/** A street of arches, each with a family moment behind it: the sea, hills, two people, an evening, a tree. */
export function ArchesPicture() {
  const id = useId()
  return (
    <svg viewBox="0 0 760 400" className="w-full" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      <defs>
        <clipPath id={`${id}-hills`}>
          <path d="M40 400V190a75 75 0 0 1 150 0v210Z" />
        </clipPath>
        <clipPath id={`${id}-people`}>
          <path d="M206 400V130a95 95 0 0 1 190 0v270Z" />
        </clipPath>
        <clipPath id={`${id}-sea`}>
          <path d="M412 400V235a62 62 0 0 1 124 0v165Z" />
        </clipPath>
        <clipPath id={`${id}-night`}>
          <path d="M552 400V165a84 84 0 0 1 168 0v235Z" />
        </clipPath>
      </defs>
      <g clipPath={`url(#${id}-hills)`}>
        <path d="M40 100h150v300H40Z" fill="#f3d9a4" />
        <circle cx="140" cy="206" r="26" fill="#e7a33e" />
        <path d="M40 290c40-50 90-44 150 6v110H40Z" fill="#7f9f78" />
        <path d="M40 346c50-44 110-30 150-8v70H40Z" fill="#4f7a62" />
      </g>
      <g clipPath={`url(#${id}-people)`}>
        <path d="M206 20h190v380H206Z" fill="#2b5b4d" />
        <path d="M206 330h190v80H206Z" fill="#204739" />
        <path d="M246 400V226a42 42 0 0 1 84 0v174Z" fill="#faf1e2" />
        <path d="M306 400v-84a31 31 0 0 1 62 0v84Z" fill="#e7a33e" />
        <circle cx="275" cy="222" r="3.5" fill="#2a2420" />
        <circle cx="299" cy="222" r="3.5" fill="#2a2420" />
        <path d="M280 236q7 6 14 0" stroke="#2a2420" strokeWidth="3" strokeLinecap="round" fill="none" />
        <circle cx="328" cy="312" r="3" fill="#2a2420" />
        <circle cx="347" cy="312" r="3" fill="#2a2420" />
        <path d="M332 323q5.5 5 11 0" stroke="#2a2420" strokeWidth="2.5" strokeLinecap="round" fill="none" />
      </g>
      <g clipPath={`url(#${id}-sea)`}>
        <path d="M412 170h124v230H412Z" fill="#c9dde0" />
        <path d="M412 318h124v90H412Z" fill="#5b8f9b" />
        <path d="M412 352q16-12 31 0t31 0 31 0 31 0v60H412Z" fill="#47788a" />
        <path d="M470 316v-56l34 56Z" fill="#fffefb" />
        <path d="M464 316v-42l-22 42Z" fill="#f3d9a4" />
        <path d="M438 322h72l-10 16h-52Z" fill="#a3532f" />
      </g>
      <g clipPath={`url(#${id}-night)`}>
        <path d="M552 70h168v330H552Z" fill="#b9623c" />
        <path d="M552 300h168v110H552Z" fill="#8f4528" />
        <path d="M632 400V236h8v164Z" fill="#5c2f1f" />
        <circle cx="636" cy="208" r="50" fill="#e9b872" />
        <circle cx="600" cy="238" r="32" fill="#efc98d" />
        <circle cx="676" cy="240" r="29" fill="#dda55b" />
      </g>
      <path d="M0 399h760" className="stroke-accent" strokeWidth="3" />
    </svg>
  )
}
