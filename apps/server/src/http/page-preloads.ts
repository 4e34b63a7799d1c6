import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { languages } from '@kinkeep/contracts/languages'
import { z } from 'zod'

/** Written by the web's build. */
const pagesFile = z.array(
  z.object({
    /** `/c/$circleId`: a segment with a dollar stands for any. */
    path: z.string(),
    /** What the page asks the API first; a name of the path with a dollar, encoded, stands for what is there. */
    asks: z.string(),
    scripts: z.array(z.string()),
    texts: z.record(z.string(), z.array(z.string())),
  }),
)

/** The `Link` header of a page in the browser's language; undefined for an address that is no page. */
export type LinkOf = (url: string, acceptLanguage: string | undefined) => string | undefined

/**
 * Reads what each page of a built web needs, so that the browser hears of it with the first byte and not one file
 * after the other. A web without the list is served just the same.
 */
export async function readPagePreloads(webRoot: string): Promise<LinkOf> {
  const text = await readFile(path.join(webRoot, 'pages.json'), 'utf8').catch(() => '[]')
  const pages = pagesFile.parse(JSON.parse(text)).map(({ path, asks, scripts, texts }) => ({
    segments: path.split('/'),
    asks,
    links: new Map(
      languages.map((language) => [
        language,
        [...scripts, ...(texts[language] ?? [])].map((file) => `</${file}>; rel=modulepreload`).join(', '),
      ]),
    ),
  }))
  return (url, acceptLanguage) => {
    const [pathname = '/'] = url.split('?')
    const segments = pathname.split('/')
    const page = pages.find((each) => matches(each.segments, segments))
    if (!page) return undefined
    const links = page.links.get(guessLanguage(acceptLanguage))
    // Somebody's address is only let into a header as what it may be: ids and tokens.
    if (!segments.every((segment) => /^[\w-]*$/.test(segment))) return links
    // First, so that it is not in the queue behind the scripts that wait for its answer.
    return `<${filled(page, segments)}>; rel=preload; as=fetch; crossorigin, ${links}`
  }
}

function filled(page: { segments: readonly string[]; asks: string }, segments: readonly string[]): string {
  return page.segments.reduce(
    (asks, name, index) =>
      name.startsWith('$') ? asks.replaceAll(encodeURIComponent(name), segments[index] ?? '') : asks,
    page.asks,
  )
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((segment, index) => segment.startsWith('$') || segment === segments[index])
  )
}

/** As the web guesses it, by the first language of the browser that Kinkeep speaks. */
function guessLanguage(acceptLanguage = ''): (typeof languages)[number] {
  const wanted = acceptLanguage.split(',').map((entry) => entry.trim().slice(0, 2).toLowerCase())
  return languages.find((language) => language === wanted.find(isSpoken)) ?? languages[0]
}

function isSpoken(language: string): boolean {
  return languages.some((each) => each === language)
}
