import { limits } from '@kinkeep/contracts/limits'
import type { PasskeyView } from '@kinkeep/contracts/passkeys'
import { Button } from '@kinkeep/ui/button'
import { Dialog } from '@kinkeep/ui/dialog'
import { Form } from '@kinkeep/ui/form'
import { TextField } from '@kinkeep/ui/text-field'
import { findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'

const names = ['name'] as const

export function RenamePasskey({ passkey, onClose }: { passkey: PasskeyView; onClose: () => void }) {
  const { t } = useTranslation()
  const cache = trpc.useUtils()
  const rename = trpc.auth.passkeys.rename.useMutation({
    onSuccess: async () => {
      onClose()
      await cache.auth.passkeys.list.invalidate()
    },
  })
  const errors = useFormErrors(names, rename.error)
  const submit = (data: FormData) => {
    if (!errors.accept(findEmpty(data, names))) return
    rename.mutate({ passkeyId: passkey.id, name: textOf(data, 'name') })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('passkeys.renameTitle')}
      description={null}
      closeLabel={t('actions.close')}
    >
      <Form error={errors.form} pending={rename.isPending} onSubmit={submit}>
        <TextField
          name="name"
          label={t('passkeys.name')}
          hint={t('passkeys.nameHint')}
          error={errors.of('name')}
          defaultValue={passkey.name}
          maxLength={limits.nameLength}
          autoComplete="off"
        />
        <Button type="submit" wide pending={rename.isPending}>
          {t('passkeys.save')}
        </Button>
      </Form>
    </Dialog>
  )
}
