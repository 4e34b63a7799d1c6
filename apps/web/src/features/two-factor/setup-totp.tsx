import type { FactorSetup } from '@kinkeep/contracts/two-factor'
import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { lazy, Suspense } from 'react'
import { textOf } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { CodeField } from './code-field.tsx'
import { useCodeErrors } from './use-code-errors.ts'

const QrPicture = lazy(() => import('../../components/qr-picture.tsx'))

export interface SetupTotpProps {
  setup: Extract<FactorSetup, { kind: 'totp' }>
  onConfirmed: (recoveryCodes: readonly string[] | null) => Promise<void>
}

/** The key as a picture and as text, and a code that shows that it arrived. */
export function SetupTotp({ setup, onConfirmed }: SetupTotpProps) {
  const { t } = useTranslation()
  const confirm = trpc.auth.twoFactor.confirmSetup.useMutation({
    onSuccess: ({ recoveryCodes }) => onConfirmed(recoveryCodes),
  })
  const errors = useCodeErrors(confirm.error)
  const submit = (data: FormData) => {
    const code = textOf(data, 'code')
    if (errors.accept(code)) confirm.mutate({ kind: 'totp', code })
  }
  return (
    <div className="flex flex-col gap-5">
      <p className="text-sm">{t('twoFactor.setup.totpText')}</p>
      <Suspense fallback={<Skeleton className="mx-auto aspect-square w-full max-w-56" />}>
        <QrPicture text={setup.uri} label={t('twoFactor.setup.qr')} />
      </Suspense>
      <details className="text-sm">
        <summary className="flex min-h-11 items-center font-medium text-accent">
          {t('twoFactor.setup.manual')}
        </summary>
        <p className="text-muted">{t('twoFactor.setup.manualText')}</p>
        <p className="mt-2 select-all rounded-md bg-sunk px-4 py-3 font-medium tracking-wider">
          <span className="sr-only">{t('twoFactor.setup.key')} </span>
          {setup.secret.replace(/.{4}(?=.)/g, '$& ')}
        </p>
        <a href={setup.uri} className="link mt-2 inline-flex min-h-11 items-center">
          {t('twoFactor.setup.openApp')}
        </a>
      </details>
      <Form error={errors.form} pending={confirm.isPending} onSubmit={submit}>
        <CodeField
          kind="digits"
          label={t('twoFactor.challenge.code')}
          hint={t('twoFactor.setup.testText')}
          error={errors.code}
        />
        <Button type="submit" size="lg" wide pending={confirm.isPending}>
          {t('twoFactor.setup.confirm')}
        </Button>
      </Form>
    </div>
  )
}
