import type { ReactNode } from 'react'
import { AccountPage } from '../../components/account-page.tsx'
import { useBigType } from './use-big-type.ts'

export interface GuestSheetProps {
  title: string
  lead: ReactNode
  children?: ReactNode
}

/** A page with one thing to read or do, in large type. */
export function GuestSheet({ title, lead, children }: GuestSheetProps) {
  useBigType()
  return (
    <AccountPage title={title} lead={lead}>
      {children}
    </AccountPage>
  )
}
