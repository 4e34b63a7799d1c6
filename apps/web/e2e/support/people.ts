import { randomBytes } from 'node:crypto'
import type { Services } from '@kinkeep/testing/launcher'
import type { BrowserContext, Page } from '@playwright/test'
import { type Api, createApi } from './api.ts'
import { mailTo, tokenIn } from './mails.ts'

/** Where everybody lives: for an hour or two of the day it is tomorrow there. */
export const timeZone = 'Europe/Berlin'

/** Someone with a browser of their own. */
export interface Person {
  name: string
  email: string
  password: string
  context: BrowserContext
  page: Page
  api: Api
}

export interface PersonOptions {
  name?: string
  language?: 'en' | 'ru'
  /** Joins by this invitation's token while signing up, at the address it was sent to. */
  email?: string
  invitationToken?: string
}

/** An address nobody else in this run has. */
export function newEmail(): string {
  return `person-${randomBytes(6).toString('hex')}@example.org`
}

/** Signs a person up through the public API, proves the address with the mail, and leaves the browser signed in. */
export async function signUpPerson(
  context: BrowserContext,
  stack: Pick<Services, 'mailUrl'> & { origin: string },
  { name = 'Vera Lind', language = 'en', email = newEmail(), invitationToken }: PersonOptions = {},
): Promise<Person> {
  const api = createApi(context.request, stack.origin)
  const password = randomBytes(12).toString('base64url')
  const answer = await api.auth.signUp.mutate({
    ...{ email, password, name, language, timeZone },
    ...(invitationToken ? { invitationToken } : {}),
  })
  if (answer.status === 'confirmationSent') {
    await api.auth.confirmEmail.mutate({ token: tokenIn(await mailTo(stack, email)) })
  }
  return { name, email, password, context, page: await context.newPage(), api }
}
