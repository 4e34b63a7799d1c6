import { limits } from '@kinkeep/contracts/limits'
import type { UpgradePreview } from '@kinkeep/contracts/upgrades'
import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { TextField } from '@kinkeep/ui/text-field'
import { useRouter } from '@tanstack/react-router'
import { findEmpty, findShort, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { enter } from '../accounts/enter.ts'
import { NewPasswordField } from '../accounts/new-password-field.tsx'

export interface GrowSignUpProps {
  token: string
  preview: UpgradePreview
}

const names = ['name', 'password'] as const

/** A name and a password: the link has proven the address. */
export function GrowSignUp({ token, preview }: GrowSignUpProps) {
  const { t, language } = useTranslation()
  const router = useRouter()
  const confirm = trpc.circles.children.confirmUpgrade.useMutation({
    gcTime: 0,
    onSuccess: async (answer) => {
      if (answer.status === 'confirmed')
        return enter(router, `/c/${answer.circleId}/children/${answer.childId}`)
      // The address got an account meanwhile: the page is read again and says so.
      router.options.context.queryClient.clear()
      return router.invalidate()
    },
  })
  const errors = useFormErrors(names, confirm.error)
  const submit = (data: FormData) => {
    if (!errors.accept({ ...findEmpty(data, names), ...findShort(data, 'password') })) return
    confirm.mutate({
      token,
      account: {
        name: textOf(data, 'name'),
        password: textOf(data, 'password'),
        language,
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      },
    })
  }
  return (
    <Form error={errors.form} pending={confirm.isPending} onSubmit={submit}>
      <TextField
        name="name"
        label={t('signUp.name')}
        hint={t('signUp.nameHint')}
        error={errors.of('name')}
        defaultValue={preview.childName}
        autoComplete="name"
        maxLength={limits.nameLength}
      />
      <NewPasswordField
        name="password"
        label={t('fields.password')}
        errors={errors}
        own={() => [preview.childName]}
      />
      <Button type="submit" size="lg" wide pending={confirm.isPending}>
        {t('upgrades.signUp')}
      </Button>
    </Form>
  )
}
