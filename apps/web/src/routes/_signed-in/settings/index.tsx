import { Button } from '@kinkeep/ui/button'
import { createFileRoute, useRouter } from '@tanstack/react-router'
import { LogOut } from 'lucide-react'
import { Card } from '../../../components/card.tsx'
import { Section } from '../../../components/section.tsx'
import { ThemeChoice } from '../../../components/theme-choice.tsx'
import { ProfileForm } from '../../../features/accounts/profile-form.tsx'
import { signOut } from '../../../features/accounts/sign-out.ts'
import { OperatorEntrance } from '../../../features/operators/operator-entrance.tsx'
import { AvatarField } from '../../../features/profile/avatar-field.tsx'
import { SettingsPage } from '../../../features/security/settings-page.tsx'
import { useTranslation } from '../../../lib/i18n/use-translation.ts'

export const Route = createFileRoute('/_signed-in/settings/')({ component: ProfilePage })

function ProfilePage() {
  const { t } = useTranslation()
  const { me } = Route.useRouteContext()
  const router = useRouter()
  return (
    <SettingsPage title={t('profile.title')} lead={t('profile.email', { email: me.email })}>
      <Section title={t('profile.personal')}>
        <Card>
          <div className="flex flex-col gap-6">
            <AvatarField me={me} />
            <ProfileForm me={me} />
          </div>
        </Card>
      </Section>
      <Section title={t('profile.theme')} lead={t('profile.themeHint')}>
        <ThemeChoice />
      </Section>
      <OperatorEntrance me={me} />
      <Section title={t('profile.account')}>
        <Button tone="secondary" onClick={() => void signOut(router)}>
          <LogOut size={18} aria-hidden="true" />
          {t('shell.signOut')}
        </Button>
      </Section>
    </SettingsPage>
  )
}
