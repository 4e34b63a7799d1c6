import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type ParseResult, parseSync } from 'oxc-parser'

/** Something that a law found: where, and what to do about it. */
export interface Problem {
  path: string
  line: number
  message: string
}

/** A law reads the whole tree and answers every breach of it. */
export type Law = (tree: SourceTree) => Problem[]

/** Files of the repository by their path from its root, with forward slashes. */
export type SourceTree = ReadonlyMap<string, SourceFile>

const ignoredFolders = /^(node_modules|dist|data|test-results|playwright-report|results|\.(?!ci$).*)$/
const readable = /\.(tsx?|json|css|html|md|ya?ml|sh|svg)$|^(Dockerfile|run)\b/

export class SourceFile {
  readonly path: string
  readonly text: string
  #parsed: ParseResult | undefined

  constructor(filePath: string, text: string) {
    this.path = filePath
    this.text = text
  }

  get isCode(): boolean {
    return /\.tsx?$/.test(this.path)
  }

  get isTest(): boolean {
    return /\.(test|spec)\.tsx?$/.test(this.path) || this.path.includes('/e2e/')
  }

  get isGenerated(): boolean {
    return this.path.endsWith('.gen.ts')
  }

  /** The file's name without folders and extension. */
  get stem(): string {
    return path.posix.basename(this.path).replace(/\.[^.]+$/, '')
  }

  /** Throws when the file is not TypeScript that parses. */
  get parsed(): ParseResult {
    this.#parsed ??= parseSync(this.path, this.text)
    const [error] = this.#parsed.errors
    if (error) throw new Error(`${this.path}: ${error.message}`)
    return this.#parsed
  }

  problem(at: { start: number } | number, message: string): Problem {
    const offset = typeof at === 'number' ? at : at.start
    return { path: this.path, line: this.text.slice(0, offset).split('\n').length, message }
  }
}

/** TypeScript written by hand. */
export function codeOf(tree: SourceTree): SourceFile[] {
  return [...tree.values()].filter((file) => file.isCode && !file.isGenerated)
}

/** The repository as it lies on disk, without what is installed, built or ignored. */
export function readTree(root: string): SourceTree {
  const tree = new Map<string, SourceFile>()
  const visit = (folder: string) => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const entryPath = path.posix.join(folder, entry.name)
      if (entry.isDirectory() && !ignoredFolders.test(entry.name)) visit(entryPath)
      if (entry.isFile() && readable.test(entry.name)) {
        tree.set(entryPath, new SourceFile(entryPath, readFileSync(path.join(root, entryPath), 'utf8')))
      }
    }
  }
  visit('')
  return tree
}

/** A tree made of texts: what the laws are tried on. */
export function treeOf(files: Record<string, string>): SourceTree {
  return new Map(Object.entries(files).map(([name, text]) => [name, new SourceFile(name, text)]))
}

/** Problems as lines that a terminal can jump to. */
export function formatProblems(problems: readonly Problem[]): string {
  return problems.map(({ path: at, line, message }) => `${at}:${line} ${message}`).join('\n')
}
