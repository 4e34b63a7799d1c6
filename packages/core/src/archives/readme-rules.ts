import type { Language } from '@kinkeep/contracts/languages'

/** What is in an archive, for a person to read first. */
export const readmes: Record<Language, string> = {
  en: `Your circle in Kinkeep
======================

Open index.html: your memories by month, in any browser, without the internet.

index.html, pages/    the memories to look through
media/                the originals, byte for byte as they were sent, by year
                      beside each: .json (what Kinkeep knows of it) and .xmp (date, caption, people and place for
                      other photo programs)
thumbnails/           small pictures for the pages
keeps/                every memory with its words, comments and reactions
albums/               albums, and which memories are in them
profiles.json         children with their measurements, and pets
archive.json          when this was made, counts, and originals that were missing
manifest.sha256       checksums of all files: sha256sum --check manifest.sha256

Another Kinkeep can bring all of it in again: circle settings, "Bring it in".
What lies in the trash is not in here, and of favourites only your own are.
Dates are the wall clock where it happened (happenedAt), with minutes east of UTC where known (happenedOffset).
`,
  ru: `Ваш круг в Kinkeep
==================

Откройте index.html: воспоминания по месяцам, в любом браузере, без интернета.

index.html, pages/    воспоминания, которые можно листать
media/                оригиналы, байт в байт такие, какими их загрузили, по годам
                      рядом с каждым: .json (что о нём знает Kinkeep) и .xmp (дата, подпись, люди и место для
                      других программ)
thumbnails/           маленькие картинки для страниц
keeps/                каждое воспоминание с текстом, комментариями и реакциями
albums/               альбомы и то, что в них лежит
profiles.json         дети с их измерениями и питомцы
archive.json          когда сделан архив, сколько в нём чего и каких оригиналов не нашлось
manifest.sha256       контрольные суммы всех файлов: sha256sum --check manifest.sha256

Другой Kinkeep может принять всё это обратно: настройки круга, «Принести сюда».
Того, что лежит в корзине, здесь нет, а из избранного есть только ваше.
Даты записаны по местному времени события (happenedAt) и, если известно, со сдвигом от UTC в минутах (happenedOffset).
`,
}
