import { execFileSync, execSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { OPTIONS } from '../emulator/options'
import { portico, ROOT, type Started, startPortico } from './support/cli'
import { coverageTable } from './support/coverage'

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text]) => text as string)
const scripts = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts

type Ten = [string, string, string, string, string, string, string, string, string, string]

test('the two commands are scripts of the package', () => {
  const [two] = blocks('sh')
  expect(two).toBe('npm ci && npm start\nnpm test\n')
  expect(scripts['start']).toContain('portico.js start --app')
  expect(scripts['test']).toBe('jest')
})

test('every command and option of the command line that the README names exists', async () => {
  const { stdout } = await portico(['--help'])
  const commands = [...readme.matchAll(/npx portico ([a-z]+)/g)].map(([, command]) => command)
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'))
  const flags = new Set(Object.values(OPTIONS).map(({ flag }) => flag.split(' ')[0]))
  const main = readFileSync(join(ROOT, 'emulator/cli/main.ts'), 'utf8')
  const ofCommands = [...main.matchAll(/(?:\.option|new Flag)\('(--[a-z-]+)/g)].map(([, flag]) => flag as string)
  const named = [...readme.matchAll(/npx portico [^\n#]*/g)].flatMap(([line]) => line.split(' -- ')[0]?.match(/--[a-z-]+/g) ?? [])
  for (const flag of named) expect([...flags, ...ofCommands]).toContain(flag)
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

  test('the TypeScript blocks compile, and pass as tests', () => {
    const folder = join(ROOT, 'test/fixtures/readme')
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const found = blocks('ts')
    expect(found).toHaveLength(10)
    const [ten, services, says, inTest, limits, doors, observed, functions, cost, checks] = found as Ten
    writeFileSync(join(folder, 'ten-lines.test.ts'), ten)
    writeFileSync(
      join(folder, 'services.test.ts'),
      `${services}\ntest('it synthesizes', () => expect(app.synth().stacks).toHaveLength(1))\n`,
    )
    writeFileSync(join(folder, 'says.test.ts'), `${says}\ntest('it synthesizes', () => expect(app.synth().stacks).toHaveLength(1))\n`)
    writeFileSync(join(folder, 'in-a-test.test.ts'), inTest.replace("'cdk.out'", "'cdk.out/readme'"))
    writeFileSync(join(folder, 'limits.test.ts'), limits.replace("'cdk.out'", "'cdk.out/readme'"))
    writeFileSync(join(folder, 'doors.test.ts'), doors.replace("'cdk.out'", "'cdk.out/readme'"))
    writeFileSync(join(folder, 'observed.test.ts'), observed.replace("'cdk.out'", "'cdk.out/readme'"))
    writeFileSync(join(folder, 'functions.test.ts'), functions.replace("'cdk.out'", "'cdk.out/readme'"))
    writeFileSync(join(folder, 'cost.test.ts'), cost.replace("'cdk.out'", "'cdk.out/readme'"))
    writeFileSync(join(folder, 'checks.test.ts'), `${checks}\ntest('it synthesizes', () => expect(app.synth().stacks).toHaveLength(1))\n`)
    const project = join(ROOT, 'tsconfig.readme.json')
    writeFileSync(project, JSON.stringify({ extends: './tsconfig.json', include: ['test/fixtures/readme'], exclude: [] }))
    try {
      execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '--project', project], { cwd: ROOT, stdio: 'pipe' })
      execFileSync('npx', ['jest', '--testPathIgnorePatterns', '/node_modules/', '--runInBand', 'test/fixtures/readme'], {
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
