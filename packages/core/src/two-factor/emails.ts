import type { Language } from '@kinkeep/contracts/languages'
import { limits } from '@kinkeep/contracts/limits'
import type { SecondFactor } from '@kinkeep/contracts/second-factors'
import { type RenderedEmail, renderEmail } from '../platform/email-layout.ts'
import type { FactorNews } from './jobs.ts'

interface FactorMail {
  language: Language
  news: FactorNews
  factor: SecondFactor | undefined
  recoveryCodesLeft: number
  securityUrl: string
}

/** Tells a person what happened to their second factor, so that they notice when it was not them. */
export async function secondFactorEmail(mail: FactorMail): Promise<RenderedEmail> {
  const { language, news, securityUrl } = mail
  const words = { en: english, ru: russian }[language](mail)
  const { subject, text } = words[news]
  return renderEmail({
    language,
    subject,
    preview: text,
    heading: subject,
    paragraphs: [text],
    action: { label: words.label, url: securityUrl },
    footnotes: [words.notYou],
  })
}

function english({ factor, recoveryCodesLeft: left }: FactorMail) {
  const what = { totp: 'an authenticator app', sms: 'codes by SMS', email: 'codes by e-mail' }[
    factor ?? 'totp'
  ]
  const isLow = left <= limits.recoveryCodesLow
  const codes = new Intl.PluralRules('en').select(left) === 'one' ? 'code' : 'codes'
  return {
    label: 'Look at my security settings',
    notYou:
      'Was it not you? Then change your password now and sign out everywhere: both are on the page behind the button.',
    factorAdded: {
      subject: 'Signing in to Kinkeep now takes a second step',
      text: `You have added ${what}. From now on, signing in asks for it after the first step.`,
    },
    factorRemoved: {
      subject: 'A second step was removed from your Kinkeep account',
      text: `Signing in no longer uses ${what}. Your other second steps still protect your account.`,
    },
    disabled: {
      subject: 'Two-step sign-in is off',
      text: 'Signing in to Kinkeep asks for one step only again. Recovery codes and trusted devices are forgotten.',
    },
    recoveryCodesMade: {
      subject: 'You have new recovery codes',
      text: 'New recovery codes were made for your Kinkeep account. The old ones no longer work.',
    },
    recoveryCodeUsed: {
      subject: isLow ? 'Few recovery codes are left' : 'A recovery code was used',
      text: `One of your recovery codes was just used, and cannot be used again. You have ${left} ${codes} left.${
        isLow ? ' Please make new ones soon, so that you can always get in.' : ''
      }`,
    },
    locked: {
      subject: 'Somebody is trying to sign in to your Kinkeep account',
      text: `The first step was right, but the code after it was wrong ${limits.secondFactorTries} times. For ${limits.lockMinutes} minutes we accept recovery codes only. If it was you, just wait. If not, somebody knows your password: change it now.`,
    },
  } satisfies FactorWords
}

function russian({ factor, recoveryCodesLeft: left }: FactorMail) {
  const what = {
    totp: 'приложение с кодами',
    sms: 'коды по СМС',
    email: 'коды по электронной почте',
  }[factor ?? 'totp']
  const isLow = left <= limits.recoveryCodesLow
  return {
    label: 'Открыть настройки безопасности',
    notYou:
      'Это были не вы? Тогда прямо сейчас смените пароль и выйдите на всех устройствах: и то и другое на странице за этой кнопкой.',
    factorAdded: {
      subject: 'Вход в Kinkeep теперь в два шага',
      text: `Вы добавили ${what}. Теперь при входе после первого шага мы спросим и второй.`,
    },
    factorRemoved: {
      subject: 'Один из способов второго шага удалён',
      text: `При входе больше не используем ${what}. Другие способы второго шага по-прежнему защищают ваш аккаунт.`,
    },
    disabled: {
      subject: 'Вход в два шага выключен',
      text: 'При входе в Kinkeep снова достаточно одного шага. Резервные коды и доверенные устройства забыты.',
    },
    recoveryCodesMade: {
      subject: 'У вас новые резервные коды',
      text: 'Для вашего аккаунта Kinkeep созданы новые резервные коды. Старые больше не работают.',
    },
    recoveryCodeUsed: {
      subject: isLow ? 'Резервных кодов почти не осталось' : 'Использован резервный код',
      text: `Один из ваших резервных кодов только что использован, второй раз он не подойдёт. Осталось кодов: ${left}.${
        isLow ? ' Пожалуйста, создайте новые, чтобы всегда можно было войти.' : ''
      }`,
    },
    locked: {
      subject: 'Кто-то пытается войти в ваш аккаунт Kinkeep',
      text: `Первый шаг был верным, но код после него не подошёл ${limits.secondFactorTries} раза. В течение ${limits.lockMinutes} минут мы принимаем только резервные коды. Если это были вы, просто подождите. Если нет, кто-то знает ваш пароль: смените его сейчас.`,
    },
  } satisfies FactorWords
}

type FactorWords = Record<FactorNews, { subject: string; text: string }> & { label: string; notYou: string }
