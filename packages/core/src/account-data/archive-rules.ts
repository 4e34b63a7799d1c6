import type { Language } from '@kinkeep/contracts/languages'
import { safeFileName } from '../platform/file-names.ts'

/** Where an original lies in the archive. The id keeps two of one name apart; no name leads out of its folder. */
export function originalPath(circleId: string, mediaId: string, name: string): string {
  return `media/${circleId}/${mediaId}-${safeFileName(name)}`
}

/** JSON as it is read: an array, an item a line. */
export async function* jsonLines(rows: AsyncIterable<unknown> | Iterable<unknown>): AsyncGenerator<string> {
  let separator = '[\n'
  for await (const row of rows) {
    yield separator + JSON.stringify(row)
    separator = ',\n'
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n'
}

/** What is in the archive, for a person to read first. Its fields are the schema: they do not change their meaning. */
export const readmes: Record<Language, string> = {
  en: `Your Kinkeep data
=================

profile.json      your profile: e-mail, name, language, timeZone, units, role, phone, createdAt
avatar.webp       your picture, if you have one
sign-in.json      sessions, accessTokens, identities, passkeys, secondFactors, trustedDevices, calendarFeeds:
                  what each is called and when it was used, never a secret
circles.json      circles you are in: circleId, name, role, joinedAt
invitations.json  invitations you sent and received, guest links (guestLinks) and share links (shareLinks) you made
children.json     profiles that the circles kept of you as a child and that are yours now: name, birthdate, pronouns, sex,
                  measurements (heightMm and headMm in millimetres, weightG in grams)
keeps.json        everything you kept in these circles: kind, title, body, milestone, happenedAt (wall clock
                  where it happened), happenedOffset (minutes east of UTC), dateSource, createdAt, editedAt, trashedAt
comments.json     what you said about keeps, yours and others': keepId, parentId (what it answers), body, createdAt, editedAt
reactions.json    your reactions to keeps: keepId, kind, createdAt
albums.json       albums you made: title, description, createdAt, keepIds (those of your own in them)
media.json        photos you uploaded: keepId says which keep shows it, file where its original lies here
media/            the originals, byte for byte as you uploaded them
audit.json        sensitive acts that were done as you: at, action, subjectId, address
missing.txt       only if the store no longer had some originals
manifest.sha256   checksums of all files: sha256sum --check manifest.sha256

Times are ISO 8601. What others keep in your circles is theirs and is not in here.
`,
  ru: `Ваши данные из Kinkeep
======================

profile.json      ваш профиль: email, name, language, timeZone, units, role, phone, createdAt
avatar.webp       ваше фото профиля, если оно есть
sign-in.json      сеансы (sessions), токены (accessTokens), внешние аккаунты (identities), ключи доступа
                  (passkeys), вторые факторы (secondFactors), доверенные устройства (trustedDevices),
                  адреса для календарей (calendarFeeds): названия и время использования, без секретов
circles.json      круги, в которых вы состоите: circleId, name, role, joinedAt
invitations.json  приглашения, отправленные вами и полученные вами, созданные вами гостевые ссылки (guestLinks) и ссылки для других (shareLinks)
children.json     ваши детские профили в кругах, которые теперь принадлежат вам: name, birthdate, pronouns, sex,
                  измерения measurements (heightMm и headMm в миллиметрах, weightG в граммах)
keeps.json        всё, что вы сохранили в этих кругах: kind, title, body, milestone, happenedAt (местное время
                  события), happenedOffset (минуты к востоку от UTC), dateSource, createdAt, editedAt, trashedAt
comments.json     ваши комментарии к воспоминаниям, своим и чужим: keepId, parentId (на что это ответ), body, createdAt, editedAt
reactions.json    ваши реакции на воспоминания: keepId, kind, createdAt
albums.json       альбомы, которые создали вы: title, description, createdAt, keepIds (ваши воспоминания в них)
media.json        загруженные вами фотографии: keepId указывает воспоминание, file указывает файл в этом архиве
media/            оригиналы, байт в байт такие, какими вы их загрузили
audit.json        важные действия от вашего имени: at, action, subjectId, address
missing.txt       только если каких-то оригиналов в хранилище уже не было
manifest.sha256   контрольные суммы всех файлов: sha256sum --check manifest.sha256

Время записано по ISO 8601. То, что в ваших кругах хранят другие, принадлежит им и сюда не входит.
`,
}
