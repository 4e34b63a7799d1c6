import { type JSXElement, type JSXFragment, Visitor } from 'oxc-parser'
import { codeOf, type Law, type Problem, type SourceFile, type SourceTree } from './source-tree.ts'

/** Files of texts, and the areas that pages fetch when they need them. */
const folders = ['', '/account', '/family', '/memories'].map((area) => `apps/web/src/locales${area}`)
/** What each language's plurals need. https://cldr.unicode.org/index/cldr-spec/plural-rules */
const pluralForms: Record<string, readonly string[]> = {
  en: ['one', 'other'],
  ru: ['one', 'few', 'many', 'other'],
}
const plural = /_(zero|one|two|few|many|other)$/
const placeholder = /\{\{?[^{}]*\}\}?/g

/** Every visible string is a key, and every key is complete in every language. */
export const i18n: Law = (tree) => [
  ...folders.flatMap((folder) => judgeLocales(tree, folder)),
  ...judgeGroups(tree),
  ...codeOf(tree).flatMap(judgeLiterals),
]

/** All areas are one set of texts once loaded, so a group that two of them have would lose half of itself. */
function judgeGroups(tree: SourceTree): Problem[] {
  const seen = new Set<string>()
  return folders.flatMap((folder) => {
    const file = tree.get(`${folder}/en.json`)
    return Object.keys(file ? parseMessages(file) : {}).flatMap((group) => {
      if (file && seen.has(group)) return [file.problem(0, `"${group}" is in another area, too`)]
      seen.add(group)
      return []
    })
  })
}

interface Message {
  forms: Set<string>
  placeholders: Set<string>
}

function judgeLocales(tree: SourceTree, folder: string): Problem[] {
  const languages = Object.keys(pluralForms).flatMap((language) => {
    const file = tree.get(`${folder}/${language}.json`)
    return file ? [{ language, file, messages: readMessages(parseMessages(file)) }] : []
  })
  const keys = new Set(languages.flatMap(({ messages }) => [...messages.keys()]))
  return languages.flatMap(({ language, file, messages }) =>
    [...keys].flatMap((key) => {
      const message = messages.get(key)
      if (!message) return [file.problem(0, `lacks "${key}"`)]
      const others = languages.flatMap((other) => other.messages.get(key) ?? [])
      return judgeMessage(language, message, others).map((text) => file.problem(0, `"${key}" ${text}`))
    }),
  )
}

function judgeMessage(language: string, message: Message, others: readonly Message[]): string[] {
  const found: string[] = []
  const isPlural = others.some(({ forms }) => forms.size > 0)
  const wanted = isPlural ? (pluralForms[language] ?? []) : []
  if (wanted.length !== message.forms.size || !wanted.every((form) => message.forms.has(form))) {
    found.push(`needs the plural forms ${wanted.join(', ') || 'none'}`)
  }
  const all = new Set(others.flatMap(({ placeholders }) => [...placeholders]))
  const missing = [...all].filter((name) => !message.placeholders.has(name))
  if (missing.length > 0) found.push(`lacks ${missing.join(', ')}, which another language has`)
  return found
}

interface Tree {
  [name: string]: string | Tree
}

function parseMessages(file: SourceFile): Tree {
  const messages: Tree = JSON.parse(file.text)
  return messages
}

/** Messages by their dotted key; the plural forms of one are one message. */
function readMessages(node: Tree, prefix = '', messages = new Map<string, Message>()): Map<string, Message> {
  for (const [name, value] of Object.entries(node)) {
    const path = prefix ? `${prefix}.${name}` : name
    if (typeof value !== 'string') {
      readMessages(value, path, messages)
      continue
    }
    const key = path.replace(plural, '')
    const message = messages.get(key) ?? { forms: new Set(), placeholders: new Set() }
    const form = plural.exec(path)?.[1]
    if (form) message.forms.add(form)
    for (const found of value.match(placeholder) ?? []) message.placeholders.add(found)
    messages.set(key, message)
  }
  return messages
}

const visibleAttributes = /^(placeholder|aria-label|aria-description|aria-roledescription|title|alt|label)$/
const letters = /\p{L}/u
const ownName = 'Kinkeep'

function judgeLiterals(file: SourceFile): Problem[] {
  if (!/^(apps\/web|packages\/ui)\/src\/.*\.tsx$/.test(file.path) || file.isTest) return []
  const problems: Problem[] = []
  const judge = (node: { start: number }, text: string) => {
    if (letters.test(text) && text.trim() !== ownName)
      problems.push(file.problem(node, `"${text.trim()}" is not translated`))
  }
  const judgeChildren = ({ children }: JSXElement | JSXFragment) => {
    for (const child of children) {
      if (child.type === 'JSXText') judge(child, child.value)
      if (child.type !== 'JSXExpressionContainer' || child.expression.type !== 'Literal') continue
      if (typeof child.expression.value === 'string') judge(child, child.expression.value)
    }
  }
  new Visitor({
    JSXElement: judgeChildren,
    JSXFragment: judgeChildren,
    JSXAttribute({ name, value }) {
      if (name.type !== 'JSXIdentifier' || !visibleAttributes.test(name.name)) return
      if (value?.type === 'Literal' && typeof value.value === 'string') judge(value, value.value)
    },
  }).visit(file.parsed.program)
  return problems
}
