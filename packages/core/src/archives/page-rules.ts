import type { ArchivedKeep } from '@kinkeep/contracts/archive'
import type { Milestone } from '@kinkeep/contracts/keep-kinds'
import type { Language } from '@kinkeep/contracts/languages'
import { pageFile, thumbnailFile } from './archive-rules.ts'
import { describeDate } from './date-rules.ts'
import { escapeXml } from './xmp-rules.ts'

/** Keeps of one page: a browser opens it at once, and it fits into memory while it is written. */
export const keepsPerPage = 150

export interface PageRef {
  /** `YYYY-MM` */
  month: string
  part: number
  keeps: number
}

/** A keep as a page shows it. */
export interface PagedKeep {
  keep: ArchivedKeep
  /** Ids of the media that have a thumbnail here. */
  thumbnails: ReadonlySet<string>
  /** Names of whom it shows, with ages. */
  people: readonly string[]
}

const words = {
  en: {
    back: 'All months',
    by: 'told by',
    comments: 'Comments',
    gone: 'Somebody who is not here any more',
    deleted: 'This comment was deleted.',
    video: 'Video',
    missing: 'The original is not in this archive',
    admins: 'only for admins',
    made: 'A copy of your circle in Kinkeep, made on',
    keeps: (count: number) => `${count} ${count === 1 ? 'keep' : 'keeps'}`,
    previous: 'Earlier',
    next: 'Later',
    reactions: {
      like: 'likes it',
      love: 'loves it',
      laugh: 'laughed',
      wow: 'is amazed',
      celebrate: 'celebrates',
    },
    milestones: {
      first_word: 'First word',
      first_steps: 'First steps',
      first_tooth: 'First tooth',
      first_day_school: 'First day at school',
      birthday: 'Birthday',
      height_weight: 'Height and weight',
      other: 'Milestone',
    } satisfies Record<Milestone, string>,
  },
  ru: {
    back: 'Все месяцы',
    by: 'рассказ:',
    comments: 'Комментарии',
    gone: 'Человек, которого здесь больше нет',
    deleted: 'Этот комментарий удалён.',
    video: 'Видео',
    missing: 'Оригинала нет в этом архиве',
    admins: 'только для администраторов',
    made: 'Копия вашего круга в Kinkeep, сделана',
    keeps: (count: number) => {
      const form = new Intl.PluralRules('ru').select(count)
      return `${count} ${form === 'one' ? 'воспоминание' : form === 'few' ? 'воспоминания' : 'воспоминаний'}`
    },
    previous: 'Раньше',
    next: 'Позже',
    reactions: {
      like: 'нравится',
      love: 'в восторге',
      laugh: 'смеётся',
      wow: 'удивляется',
      celebrate: 'празднует',
    },
    milestones: {
      first_word: 'Первое слово',
      first_steps: 'Первые шаги',
      first_tooth: 'Первый зуб',
      first_day_school: 'Первый день в школе',
      birthday: 'День рождения',
      height_weight: 'Рост и вес',
      other: 'Событие',
    } satisfies Record<Milestone, string>,
  },
}

const style = `:root{color-scheme:light dark;--ink:#2a2420;--muted:#655a50;--paper:#fbf7f0;--card:#fff;--line:#e4dbcd;--accent:#2b5b4d}
@media(prefers-color-scheme:dark){:root{--ink:#f2ebe2;--muted:#b6aa9d;--paper:#1b1815;--card:#25211d;--line:#3b352f;--accent:#8fc4b3}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 Georgia,"Times New Roman",serif}
main{max-width:46rem;margin:0 auto;padding:2rem 1rem 5rem}h1{font-size:2rem;line-height:1.2;margin:.5rem 0 1.5rem}h2{font-size:1.25rem;margin:2.5rem 0 1rem}
a{color:var(--accent)}nav{display:flex;gap:1.25rem;flex-wrap:wrap;font-size:.95rem}
article{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1.25rem;margin:0 0 1.25rem;overflow-wrap:anywhere}
article>:first-child{margin-top:0}article h3{margin:0 0 .5rem;font-size:1.15rem}.when,.small{color:var(--muted);font-size:.88rem}.body{white-space:pre-wrap;margin:.75rem 0}
.photos{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:.5rem;margin:.75rem 0;padding:0;list-style:none}
.photos a{display:block;position:relative}.photos img{width:100%;height:9rem;object-fit:cover;border-radius:8px;display:block;background:var(--line)}
.photos span{display:block;padding:1rem .75rem;border:1px solid var(--line);border-radius:8px;font-size:.85rem;color:var(--muted)}
.photos b{position:absolute;left:.5rem;bottom:.5rem;background:#000b;color:#fff;font:600 .78rem/1 system-ui,sans-serif;padding:.3rem .5rem;border-radius:6px}
.talk{border-top:1px solid var(--line);margin-top:1rem;padding-top:.75rem}.talk p{margin:.35rem 0;white-space:pre-wrap}.talk .reply{margin-left:1.5rem}
.months{list-style:none;padding:0;display:grid;gap:.5rem}.months a{display:flex;justify-content:space-between;gap:1rem;padding:.75rem 1rem;background:var(--card);border:1px solid var(--line);border-radius:12px;text-decoration:none}
.months span{color:var(--muted)}`

/** A page that loads nothing but what lies beside it and runs nothing at all, whatever a caption says. */
function document(language: Language, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:; media-src 'self' file:; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer"><title>${escapeXml(title)}</title><style>${style}</style></head>
<body><main>
${body}
</main></body></html>
`
}

export function monthName(language: Language, month: string): string {
  return describeDate(language, `${month}-01T00:00:00`, 'month')
}

/** The page that a family opens first: every month with what it holds. */
export function toIndexPage(
  language: Language,
  circleName: string,
  madeAt: Date,
  pages: readonly PageRef[],
): string {
  const { made, keeps } = words[language]
  const day = describeDate(language, madeAt.toISOString().slice(0, 19), 'day')
  const years = Map.groupBy(pages.toReversed(), ({ month }) => month.slice(0, 4))
  const lists = [...years].map(([year, ofYear]) => {
    const items = ofYear.map(({ month, part, keeps: count }) => {
      const name = escapeXml(monthName(language, month)) + (part > 1 ? ` (${part})` : '')
      return `<li><a href="${pageFile(month, part)}">${name}<span>${keeps(count)}</span></a></li>`
    })
    return `<h2>${Number(year)}</h2>\n<ul class="months">\n${items.join('\n')}\n</ul>`
  })
  const body = `<h1 dir="auto">${escapeXml(circleName)}</h1>
<p class="small">${made} ${escapeXml(day)}.</p>
${lists.join('\n')}`
  return document(language, circleName, body)
}

/** A month's keeps, oldest first. `before` and `after` are its neighbours' files. */
export function toMonthPage(
  language: Language,
  { month, part }: Pick<PageRef, 'month' | 'part'>,
  keeps: readonly PagedKeep[],
  before: string | undefined,
): string {
  const { back, previous } = words[language]
  const title = monthName(language, month)
  const neighbour = before ? `<a href="${before.slice('pages/'.length)}">${previous}</a>` : ''
  const body = `<nav><a href="../index.html">${back}</a>${neighbour}</nav>
<h1>${escapeXml(title)}${part > 1 ? ` (${part})` : ''}</h1>
${keeps.map((paged) => toArticle(language, paged)).join('\n')}`
  return document(language, title, body)
}

function toArticle(language: Language, { keep, thumbnails, people }: PagedKeep): string {
  const { by, admins, gone, milestones } = words[language]
  const heading = keep.title ?? (keep.milestone ? milestones[keep.milestone] : null)
  const when = [
    describeDate(language, keep.happenedAt, keep.datePrecision),
    `${by} ${keep.by ?? gone}`,
    ...(keep.visibility === 'admins' ? [admins] : []),
  ]
  return `<article>
${heading ? `<h3 dir="auto">${escapeXml(heading)}</h3>\n` : ''}<p class="when" dir="auto">${escapeXml(when.join(' · '))}</p>
${keep.body ? `<p class="body" dir="auto">${escapeXml(keep.body)}</p>\n` : ''}${toPhotos(language, keep, thumbnails)}${
  people.length > 0 ? `<p class="small" dir="auto">${escapeXml(people.join(', '))}</p>\n` : ''
}${keep.tags.length > 0 ? `<p class="small" dir="auto">${escapeXml(keep.tags.map((tag) => `#${tag}`).join(' '))}</p>\n` : ''}${toTalk(language, keep)}</article>`
}

function toPhotos(language: Language, keep: ArchivedKeep, thumbnails: ReadonlySet<string>): string {
  if (keep.media.length === 0) return ''
  const { video, missing } = words[language]
  const items = keep.media.map(({ id, file, name, kind, isMissing }) => {
    const told = [...(kind === 'video' ? [video] : []), name, ...(isMissing ? [missing] : [])].join(': ')
    const badge = kind === 'video' ? `<b>${video}</b>` : ''
    const seen = thumbnails.has(id)
      ? `<img src="../${thumbnailFile(id)}" alt="${escapeXml(name)}" loading="lazy">${badge}`
      : `<span dir="auto">${escapeXml(told)}</span>`
    return isMissing ? `<li>${seen}</li>` : `<li><a href="../${toHref(file)}">${seen}</a></li>`
  })
  return `<ul class="photos">\n${items.join('\n')}\n</ul>\n`
}

function toTalk(language: Language, keep: ArchivedKeep): string {
  const { gone, deleted, reactions } = words[language]
  if (keep.comments.length + keep.reactions.length === 0) return ''
  const felt = keep.reactions.map(({ by, kind }) => `${by}: ${reactions[kind]}`)
  const said = keep.comments.map(({ by, body, answers }) => {
    const text = body === null ? `<i>${deleted}</i>` : `<b>${escapeXml(by ?? gone)}</b> ${escapeXml(body)}`
    return `<p dir="auto"${answers === null ? '' : ' class="reply"'}>${text}</p>`
  })
  return `<div class="talk">
${felt.length > 0 ? `<p class="small" dir="auto">${escapeXml(felt.join(', '))}</p>\n` : ''}${said.join('\n')}
</div>\n`
}

/** An address beside the page: each part of the path is only ever a name. */
function toHref(file: string): string {
  return escapeXml(file.split('/').map(encodeURIComponent).join('/'))
}
