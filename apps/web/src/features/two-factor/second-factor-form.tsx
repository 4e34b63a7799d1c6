import type { SecondFactorWay } from '@kinkeep/contracts/second-factors'
import { Button } from '@kinkeep/ui/button'
import { Checkbox } from '@kinkeep/ui/checkbox'
import { type ComponentType, type ReactNode, useState } from 'react'
import { AccountPage } from '../../components/account-page.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { CodeWay } from './code-way.tsx'

/** Asks for a passkey in the place of a code. */
export type PasskeyWay = ComponentType<{
  challengeId: string
  trustDevice: boolean
  onSignedIn: () => void
}>

export interface SecondFactorFormProps {
  challengeId: string
  methods: readonly SecondFactorWay[]
  preferred: SecondFactorWay
  passkey: PasskeyWay | undefined
  foot: ReactNode
  onSignedIn: () => void
}

const leads = {
  totp: 'twoFactor.challenge.leadTotp',
  sms: 'twoFactor.challenge.leadSms',
  email: 'twoFactor.challenge.leadEmail',
  passkey: 'twoFactor.challenge.leadPasskey',
  recovery: 'twoFactor.challenge.leadRecovery',
} as const
const switches = {
  totp: 'twoFactor.challenge.useTotp',
  sms: 'twoFactor.challenge.useSms',
  email: 'twoFactor.challenge.useEmail',
  passkey: 'twoFactor.challenge.usePasskey',
  recovery: 'twoFactor.challenge.useRecovery',
} as const

/** One way at a time, the preferred one first; the others are a press away. */
export function SecondFactorForm(props: SecondFactorFormProps) {
  const { challengeId, passkey: Passkey, foot, onSignedIn } = props
  const { t } = useTranslation()
  const methods = props.methods.filter((way) => way !== 'passkey' || Passkey)
  const [way, setWay] = useState(
    methods.includes(props.preferred) ? props.preferred : (methods[0] ?? 'recovery'),
  )
  const [trustDevice, setTrustDevice] = useState(false)
  const isOnlyRecovery = methods.length === 1 && way === 'recovery'
  const trust = (
    <Checkbox
      name="trust"
      label={t('twoFactor.challenge.trust')}
      checked={trustDevice}
      onChange={(event) => setTrustDevice(event.currentTarget.checked)}
    />
  )
  return (
    <AccountPage
      title={t('twoFactor.challenge.title')}
      lead={t(isOnlyRecovery ? 'twoFactor.challenge.onlyRecovery' : leads[way])}
      foot={foot}
    >
      {way === 'passkey' && Passkey ? (
        <div className="flex flex-col gap-5">
          {trust}
          <Passkey challengeId={challengeId} trustDevice={trustDevice} onSignedIn={onSignedIn} />
        </div>
      ) : (
        <CodeWay
          key={way}
          challengeId={challengeId}
          way={way === 'passkey' ? 'recovery' : way}
          trustDevice={trustDevice}
          onSignedIn={onSignedIn}
        >
          {trust}
        </CodeWay>
      )}
      {methods.length > 1 && (
        <section aria-label={t('twoFactor.challenge.others')} className="mt-8 border-line border-t pt-4">
          <ul className="flex flex-col">
            {methods
              .filter((other) => other !== way)
              .map((other) => (
                <li key={other}>
                  <Button tone="quiet" wide onClick={() => setWay(other)}>
                    {t(switches[other])}
                  </Button>
                </li>
              ))}
          </ul>
        </section>
      )}
    </AccountPage>
  )
}
