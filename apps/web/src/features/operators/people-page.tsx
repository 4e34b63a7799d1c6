import type { OperatedUser } from '@kinkeep/contracts/operators'
import { Avatar } from '@kinkeep/ui/avatar'
import { Badge } from '@kinkeep/ui/badge'
import { Button } from '@kinkeep/ui/button'
import { EmptyState } from '@kinkeep/ui/empty-state'
import { Form } from '@kinkeep/ui/form'
import { TextField } from '@kinkeep/ui/text-field'
import { Link, useNavigate } from '@tanstack/react-router'
import { LoadMore } from '../../components/load-more.tsx'
import { textOf } from '../../lib/form-errors.ts'
import { formatDate } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { OperatorPage } from './operator-page.tsx'
import { RowsSkeleton } from './rows-skeleton.tsx'

/** Everybody who has an account, newest first, or those whose address or name begins with the search. */
export function PeoplePage({ search }: { search: string | undefined }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const people = trpc.operator.users.list.useInfiniteQuery(search === undefined ? {} : { search }, {
    getNextPageParam: (page) => page.nextCursor,
  })
  const submit = (data: FormData) => {
    const text = textOf(data, 'search').trim()
    void navigate({ to: '/operator', search: text === '' ? {} : { search: text } })
  }
  const found = people.data?.pages.flatMap((page) => page.items)
  return (
    <OperatorPage
      title={t('operator.peopleTitle')}
      error={people.error}
      onRetry={() => void people.refetch()}
    >
      <div>
        <Form key={search} label={t('operator.search')} error={null} pending={false} onSubmit={submit}>
          <TextField
            name="search"
            type="search"
            label={t('operator.search')}
            hint={t('operator.searchHint')}
            error={null}
            defaultValue={search}
            autoComplete="off"
          />
          <div>
            <Button type="submit" tone="secondary">
              {t('operator.find')}
            </Button>
          </div>
        </Form>
      </div>
      {!found && <RowsSkeleton />}
      {found?.length === 0 && <EmptyState title={t('operator.nobody')} text={t('operator.nobodyText')} />}
      {found !== undefined && found.length > 0 && (
        <div>
          <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
            {found.map((user) => (
              <PersonRow key={user.id} user={user} />
            ))}
          </ul>
          <LoadMore query={people} />
        </div>
      )}
    </OperatorPage>
  )
}

function PersonRow({ user }: { user: OperatedUser }) {
  const { t, language } = useTranslation()
  return (
    <li>
      <Link
        to="/operator/people/$userId"
        params={{ userId: user.id }}
        className="flex min-h-18 items-center gap-3 px-4 py-2 transition-colors hover:bg-sunk"
      >
        <Avatar name={user.name} seed={user.id} />
        <span className="min-w-0 grow">
          <span className="block truncate font-medium">{user.name}</span>
          <span className="block truncate text-muted text-sm">{user.email}</span>
        </span>
        <span className="flex shrink-0 flex-col items-end gap-1">
          {user.deactivatedAt !== null && <Badge tone="danger">{t('operator.deactivated')}</Badge>}
          {user.role !== 'user' && <Badge tone="sun">{t(`operator.roles.${user.role}`)}</Badge>}
          <span className="text-muted text-xs max-sm:hidden">
            {t('operator.since', { date: formatDate(user.createdAt, language) })}
          </span>
        </span>
      </Link>
    </li>
  )
}
