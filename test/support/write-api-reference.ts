import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { API, type Symbol as Declared, type Project, SymbolFlags } from 'typescript/unstable/sync'

/**
 * `npm run docs:api`: writes a page for each entry point of the package, of what its declarations (dist) say. Ends with 1, and the names, when an
 * export has no sentence. TypeScript 7 calls its API unstable; it is pinned.
 */
const root = resolve(__dirname, '../..')
const { exports: entries } = require('../../package.json') as { exports: Record<string, string | { types: string }> }
const folder = process.argv[2] ?? join(root, 'docs/api')

/** What of a declaration's syntax is shown. */
interface Declaration {
  readonly members?: readonly Member[]
  readonly heritageClauses?: readonly { getText(): string }[]
  getText(): string
}

interface Member {
  readonly name?: { getText(): string }
  getText(): string
}

/** A declared thing with what is said of it. */
interface Documented {
  readonly text: string
  readonly examples: readonly string[]
  readonly standard: string | undefined
}

const FENCED = /```ts\n([\s\S]*?)```/g

const said = ({ checker }: Project, symbol: Declared | undefined): Documented => {
  const tags = symbol?.getJsDocTags(checker) ?? []
  const comment = symbol?.getDocumentationComment(checker) ?? ''
  const tagged = tags.flatMap(({ name, text }) => (name === 'example' && text !== undefined ? [text.trim()] : []))
  return {
    // Where we know it from is for who works on Portico.
    text: comment
      .replace(FENCED, '')
      .replace(/ \(facts\/[^)]*\)/g, '')
      .replace(/\s*\n\s*/g, ' ')
      .trim(),
    examples: [...comment.matchAll(FENCED)].map(([, code]) => (code as string).trim()).concat(tagged),
    standard: tags.find(({ name }) => name === 'default')?.text?.trim(),
  }
}

/** A declaration on one line, without comments and the words that say nothing to who uses it. */
const signature = (text: string) =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/^(?:export |declare |readonly )+/, '')
    .replace(/^static readonly /, 'static ')
    .replace(/;$/, '')
    .trim()

const cell = (text: string) => text.replaceAll('|', '\\|')

function membersOf(project: Project, { members = [] }: Declaration): string[] {
  const rows = members.flatMap((member) => {
    const text = member.getText()
    if (/^(?:private |protected |#)/.test(text.replace(/^(?:\/\*[\s\S]*?\*\/\s*)+/, ''))) return []
    const { text: sentence, standard } = said(project, member.name && project.checker.getSymbolAtLocation(member.name as never))
    const words = [sentence, standard === undefined ? '' : `Unless given: ${standard.replace(/^- |\.$/g, '')}.`].filter(
      (part) => part !== '',
    )
    return [`| \`${cell(signature(text))}\` | ${cell(words.join(' '))} |`]
  })
  return rows.length === 0 ? [] : ['| member | |', '|---|---|', ...rows, '']
}

function section(project: Project, name: string, symbol: Declared): string[] {
  const { text, examples } = said(project, symbol)
  const declarations = symbol.declarations.flatMap((handle) => (handle.resolve(project) as Declaration | undefined) ?? [])
  const [first] = declarations
  const inherited = (first?.heritageClauses ?? []).map((clause) => `\`${clause.getText()}\``)
  // What has no members is a function, a type or a constant, and its declaration says it all.
  const plain = first?.members === undefined ? [...declarations.map((one) => signature(one.getText())), ''] : []
  return [
    `## ${name}`,
    '',
    text,
    '',
    ...inherited.flatMap((clause) => [clause, '']),
    ...(plain.length === 0 ? [] : ['```ts', ...plain.slice(0, -1), '```', '']),
    ...examples.flatMap((example) => ['```ts', example, '```', '']),
    ...declarations.flatMap((one) => membersOf(project, one)),
  ]
}

const config = join(root, 'tsconfig.api.json')
const api = new API()
const without: string[] = []
try {
  const files = Object.values(entries).flatMap((entry) => (typeof entry === 'string' ? [] : [entry.types]))
  writeFileSync(config, JSON.stringify({ extends: './tsconfig.json', files, include: [], exclude: [] }))
  const [project] = api.updateSnapshot({ openProjects: [config] }).getProjects()
  if (project === undefined) throw new Error('TypeScript opened no project.')
  mkdirSync(folder, { recursive: true })
  for (const [path, entry] of Object.entries(entries)) {
    if (typeof entry === 'string') continue
    const name = path.replace(/^\./, 'portico')
    const file = project.program.getSourceFile(join(root, entry.types))
    const module = file && project.checker.getSymbolAtLocation(file)
    if (module === undefined) throw new Error(`${entry.types} is not there: npm run build`)
    const exported = project.checker.getExportsOfModule(module).map((symbol) => {
      const isAlias = (symbol.flags & SymbolFlags.Alias) !== 0
      return [symbol.name, isAlias ? project.checker.getAliasedSymbol(symbol) : symbol] as const
    })
    exported.sort(([a], [b]) => (a < b ? -1 : 1))
    without.push(...exported.filter(([, symbol]) => said(project, symbol).text === '').map(([symbol]) => `${name}: ${symbol}`))
    const page = [`# ${name}`, '', ...exported.flatMap(([symbol, declared]) => section(project, symbol, declared))]
    writeFileSync(join(folder, `${name.replace('/', '-')}.md`), page.join('\n'))
    console.log(`${name}: ${exported.length} exports`)
  }
} finally {
  api.close()
  rmSync(config, { force: true })
}
if (without.length > 0) {
  console.error(`No sentence says what these are:\n${without.join('\n')}`)
  process.exitCode = 1
}
