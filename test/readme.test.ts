import { execFileSync, execSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseDocument } from 'yaml'
import { OPTIONS } from '../emulator/options'
import { portico, ROOT, type Started, startPortico } from './support/cli'
import { coverageTable } from './support/coverage'
import { manifest } from './support/package-project'
import { blocksOf, filesOf, filesOfReadme, guides, pageOf, writePage } from './support/snippets'

const page = pageOf('README.md')
const readme = page.text
const blocks = (language: string) => blocksOf(page, language)
const { scripts, exports: packageExports } = manifest

test('the two commands are scripts of the package', () => {
  const [two] = blocks('sh')
  expect(two).toBe('npm ci && npm start\nnpm test\n')
  expect(scripts['start']).toContain('portico.js start --app')
  expect(scripts['test']).toBe('jest')
})

test('every command and option of the command line that README and guides name exists', async () => {
  const { stdout } = await portico(['--help'])
  const said = [page, ...guides()].map(({ text }) => text).join('\n')
  const commands = [...said.matchAll(/npx portico ([a-z]+)/g)].map(([, command]) => command)
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'))
  const flags = new Set(Object.values(OPTIONS).map(({ flag }) => flag.split(' ')[0]))
  const main = readFileSync(join(ROOT, 'emulator/cli/main.ts'), 'utf8')
  const ofCommands = [...main.matchAll(/(?:\.option|new Flag)\('(--[a-z-]+)/g)].map(([, flag]) => flag as string)
  const named = [...said.matchAll(/npx portico [^\n#]*/g)].flatMap(([line]) => line.split(' -- ')[0]?.match(/--[a-z-]+/g) ?? [])
  for (const flag of named) expect([...flags, ...ofCommands]).toContain(flag)
})

test('README links every guide, and every link to a file leads to one', () => {
  for (const { path } of guides()) expect(readme).toContain(`](${path})`)
  for (const { path, text } of [page, ...guides()]) {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => link as string)
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(path), link)))).toEqual([])
  }
})

test('the YAML blocks are YAML', () => {
  const found = [page, ...guides()].flatMap((each) => blocksOf(each, 'yaml'))
  expect(found.length).toBeGreaterThan(2)
  for (const block of found) expect(parseDocument(block).errors).toEqual([])
})

test('the table of operations served is what the code serves', () => {
  expect(readme).toContain(coverageTable())
})

describe('with the example served', () => {
  let started: Started
  beforeAll(async () => {
    started = await startPortico(['--app', 'npx tsx bin/app.ts', '--cdk-out', 'cdk.out/readme'])
  }, 60_000)
  afterAll(async () => {
    await started?.stop()
  })

  test('the curl lines answer what the README says', () => {
    const lines = (blocks('sh')[1] as string).trim().split('\n')
    const answers = lines.map((line) => {
      const out = execSync(`${line} -s -w '\\n%{http_code}'`, {
        shell: '/bin/bash',
        env: { ...process.env, URL: started.stages['dev'] },
      }).toString()
      const [body, status] = [out.slice(0, out.lastIndexOf('\n')), Number(out.slice(out.lastIndexOf('\n') + 1))]
      return [status, body]
    })
    expect(answers).toEqual([
      [200, '{"status":"ok"}'],
      [200, expect.stringContaining('"orders":[')],
      [201, expect.stringContaining('"customer":"Ada"')],
      [403, '{"message":"Forbidden"}'],
      [403, '{"message":"Missing Authentication Token"}'],
    ])
  })

  test('the TypeScript blocks of README and guides compile, synthesize and pass as tests', () => {
    const folder = join(ROOT, 'test/fixtures/snippets')
    rmSync(folder, { recursive: true, force: true })
    const tests = [
      writePage(join(folder, 'readme'), page, filesOfReadme(page, 'cdk.out/readme'), ROOT),
      ...guides().map((guide) => writePage(join(folder, guide.name), guide, filesOf(guide))),
    ]
    writeFileSync(join(folder, 'all.test.ts'), tests.join('\n'))
    const project = join(ROOT, 'tsconfig.snippets.json')
    // The declarations that users get, which are checked already.
    const paths = Object.fromEntries(
      Object.entries(packageExports).flatMap(([name, target]) =>
        typeof target === 'string' ? [] : [[name.replace(/^\./, 'portico'), [target['types']]]],
      ),
    )
    writeFileSync(
      project,
      JSON.stringify({ extends: './tsconfig.json', compilerOptions: { paths }, include: ['test/fixtures/snippets'], exclude: [] }),
    )
    try {
      execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '--project', project], { cwd: ROOT, stdio: 'pipe' })
      execFileSync('npx', ['jest', '--testPathIgnorePatterns', '/node_modules/', '--runTestsByPath', join(folder, 'all.test.ts')], {
        cwd: ROOT,
        stdio: 'pipe',
        // The CDK's own linter makes synthesis four times slower, and is not what is shown.
        env: { ...process.env, CDK_VALIDATION: 'false' },
      })
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: Buffer; stderr?: Buffer }
      throw new Error(`${stdout}${stderr}`)
    } finally {
      rmSync(project, { force: true })
      rmSync(folder, { recursive: true, force: true })
    }
  }, 60_000)
})
