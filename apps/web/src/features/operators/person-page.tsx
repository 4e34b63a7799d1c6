import type { OperatedPerson } from '@kinkeep/contracts/operators'
import { Badge } from '@kinkeep/ui/badge'
import { Button } from '@kinkeep/ui/button'
import { Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { Card } from '../../components/card.tsx'
import { Section } from '../../components/section.tsx'
import { formatDate } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { AccessSection } from './access-section.tsx'
import { OperatorPage } from './operator-page.tsx'
import { RoleForm } from './role-form.tsx'
import { RowsSkeleton } from './rows-skeleton.tsx'

/** One person by numbers, and what may be done about their account. */
export function PersonPage({ userId, isAdmin }: { userId: string; isAdmin: boolean }) {
  const { t } = useTranslation()
  const person = trpc.operator.users.get.useQuery({ userId })
  return (
    <OperatorPage
      title={person.data?.name ?? t('operator.peopleTitle')}
      error={person.error}
      onRetry={() => void person.refetch()}
    >
      <div className="flex flex-wrap gap-2">
        <Button asChild tone="quiet">
          <Link to="/operator">
            <ArrowLeft size={18} aria-hidden="true" />
            {t('operator.back')}
          </Link>
        </Button>
        <Button asChild tone="quiet">
          <Link to="/operator/audit" search={{ actor: userId }}>
            {t('operator.trail')}
          </Link>
        </Button>
      </div>
      {person.data ? <Person person={person.data} isAdmin={isAdmin} /> : <RowsSkeleton />}
    </OperatorPage>
  )
}

function Person({ person, isAdmin }: { person: OperatedPerson; isAdmin: boolean }) {
  const { t } = useTranslation()
  return (
    <>
      <Section
        title={t('operator.facts')}
        aside={<Badge tone="sun">{t(`operator.roles.${person.role}`)}</Badge>}
      >
        <Card>
          <Facts person={person} />
        </Card>
      </Section>
      {isAdmin && (
        <Section title={t('operator.role.title')}>
          <Card>
            <RoleForm key={person.role} person={person} />
          </Card>
        </Section>
      )}
      <AccessSection person={person} />
    </>
  )
}

function Facts({ person }: { person: OperatedPerson }) {
  const { t, language } = useTranslation()
  const date = (instant: string | null) => (instant === null ? null : formatDate(instant, language))
  const number = (count: number) => count.toLocaleString(language)
  const facts = [
    [t('operator.fact.email'), person.email],
    [t('operator.fact.language'), t(`languages.${person.language}`)],
    [t('operator.fact.since'), date(person.createdAt)],
    [t('operator.fact.used'), date(person.usedAt) ?? t('operator.fact.never')],
    [
      t('operator.fact.secondFactor'),
      person.hasSecondFactor ? t('operator.fact.yes') : t('operator.fact.no'),
    ],
    [t('operator.fact.passkeys'), number(person.passkeyCount)],
    [t('operator.fact.sessions'), number(person.sessionCount)],
    [t('operator.fact.tokens'), number(person.tokenCount)],
    [t('operator.fact.circles'), number(person.circleCount)],
    [t('operator.fact.deletion'), date(person.deletionDueAt)],
    [t('operator.fact.deactivated'), date(person.deactivatedAt)],
  ] as const
  return (
    <dl className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div key={name} className="min-w-0">
              <dt className="text-muted text-sm">{name}</dt>
              <dd className="break-words font-medium">{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}
