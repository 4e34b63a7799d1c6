import { languages } from '@kinkeep/contracts/languages'
import { expect, test } from 'vitest'
import { phoneEmail } from './emails.ts'
import { phoneNews } from './jobs.ts'

const securityUrl = 'https://kinkeep.test/settings/security'

test.each(languages.flatMap((language) => phoneNews.map((news) => ({ language, news }))))(
  'in $language about $news: what happened, and the way to undo it',
  async ({ language, news }) => {
    const mail = await phoneEmail({ language, news, number: '+49 … 78', securityUrl })
    expect(mail.subject).toMatch(language === 'ru' ? /[а-я]/i : /[a-z]/i)
    expect(mail.text).toContain(securityUrl)
    expect(mail.html).toContain(securityUrl)
    expect(mail.text.includes('+49 … 78')).toBe(news !== 'unlinked')
    expect(mail.text).not.toContain('undefined')
  },
)
