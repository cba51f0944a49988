import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT } from './cli'

/** A page of documentation. */
export interface Page {
  /** The file's name without its ending. */
  readonly name: string
  /** Relative to the root. */
  readonly path: string
  readonly text: string
}

/** The guides. */
export function guides(): Page[] {
  const names = readdirSync(join(ROOT, 'docs/guides')).filter((file) => file.endsWith('.md'))
  return names.sort().map((file) => pageOf(`docs/guides/${file}`))
}

/** A page by its path from the root. */
export function pageOf(path: string): Page {
  return { name: path.replace(/^.*\/|\.md$/g, ''), path, text: readFileSync(join(ROOT, path), 'utf8') }
}

/** The blocks of a language, without their fences. */
export function blocksOf({ text }: Pick<Page, 'text'>, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, block]) => block as string)
}

/** The files that a guide tells to write, by their names: each block in TypeScript, JavaScript or YAML begins with the name, as a comment. */
export function filesOf(guide: Page): Map<string, string> {
  const files = new Map<string, string>()
  for (const [language, comment] of [
    ['ts', '//'],
    ['js', '//'],
    ['yaml', '#'],
  ] as const) {
    for (const block of blocksOf(guide, language)) {
      const [, name] = new RegExp(`^${comment} (\\S+\\.\\w+)\\n`).exec(block) ?? []
      if (name === undefined) throw new Error(`${guide.path}: a block names no file: ${block.split('\n')[0]}`)
      if (files.has(name)) throw new Error(`${guide.path}: two blocks are ${name}`)
      files.set(name, block)
    }
  }
  return files
}

/** What the README shows: its blocks have no names, and speak of the `cdk.out` that the example's app wrote. One without a test is an app. */
export function filesOfReadme(readme: Page, cdkOut: string): Map<string, string> {
  const isTest = /^test\(/m
  const synthesizes = "\ntest('it synthesizes', () => expect(app.synth().stacks).toHaveLength(1))\n"
  return new Map(
    blocksOf(readme, 'ts').map((block, index) => [
      `block-${index + 1}.test.ts`,
      `${block}${isTest.test(block) ? '' : synthesizes}`.replace("'cdk.out'", `'${cdkOut}'`),
    ]),
  )
}

/**
 * Writes the files of a page into a folder; answers a test that, from a directory, runs their tests, synthesizes what they export as `app`, and
 * loads all else. Such tests go into one file, so that the CDK is loaded once.
 */
export function writePage(folder: string, page: Page, files: ReadonlyMap<string, string>, directory = folder): string {
  for (const [name, text] of files) {
    mkdirSync(join(folder, dirname(name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const modules = [...files.keys()].filter((name) => name.endsWith('.ts')).map((name) => name.replace(/\.ts$/, ''))
  const [tests, parts] = [modules.filter((name) => name.endsWith('.test')), modules.filter((name) => !name.endsWith('.test'))]
  return `describe('${page.path}', () => {
  process.chdir('${directory}')
  beforeAll(() => process.chdir('${directory}'))
${tests.map((name) => `  require('${join(folder, name)}')\n`).join('')}
  for (const name of ${JSON.stringify(parts)}) {
    test(name + ' is loaded, and synthesizes where it is an app', () => {
      const { app } = require('${folder}/' + name)
      if (app !== undefined) expect(app.synth().stacks.length).toBeGreaterThan(0)
    })
  }
})
`
}
