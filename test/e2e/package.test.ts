import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { ROOT } from '../support/cli'
import { manifest, PackageProject, type Packed, pack } from '../support/package-project'
import { filesOf, pageOf } from '../support/snippets'

/** `npm run verify:package` installs from npm's registry instead of linking what the clone has. */
const fromRegistry = process.env['PORTICO_INSTALL'] === 'registry'
const LONG = fromRegistry ? 400_000 : 60_000

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
const tenLines = /^## Ten lines\n\n```ts\n([\s\S]*?)^```$/m.exec(readme)?.[1] as string
/** The README's ten lines without their test: an app. */
const app = tenLines.replace(/^import .* from 'portico\/testing'\n/m, '').replace(/^test\([\s\S]*/m, '')

/** The files that jest needs, as the guide has them. */
const jestFiles = Object.fromEntries([...filesOf(pageOf('docs/guides/testing.md'))].filter(([name]) => name.endsWith('.cjs')))

const project = new PackageProject()
const folder = mkdtempSync(join(tmpdir(), 'portico-tarball-'))
let packed: Packed
beforeAll(() => {
  packed = pack(folder)
  project.write({
    'package.json': JSON.stringify({ name: 'fresh', version: '1.0.0', private: true, overrides: manifest.overrides }),
    'app.ts': app,
    'hello.test.ts': tenLines,
    ...jestFiles,
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        target: 'es2023',
        module: 'nodenext',
        lib: ['es2023', 'esnext.disposable'],
        strict: true,
        noEmit: true,
        types: ['node', 'jest'],
      },
      include: ['*.ts'],
    }),
    'app.mjs': `import { App, Stack } from 'aws-cdk-lib'
import { Auth, defineRest, RestGateway, Target } from 'portico'
import { emulate } from 'portico/testing'
import { Emulator } from 'portico/emulator'
import { bodyOf } from 'portico/handler'

const app = new App()
const stack = new Stack(app, 'Demo')
const jwt = Auth.jwt({ issuer: 'https://shop.eu.auth0.com/', audience: ['shop'] })
new RestGateway(stack, 'Api', defineRest({
  authorizers: { jwt },
  defaultAuth: 'jwt',
  routes: { 'GET /hello': { target: Target.mock(200, { hello: 'module' }), auth: 'open', openReason: 'a demonstration' }, 'GET /mine': { target: Target.mock(200) } },
}))
const gateway = await emulate(app)
const answers = [await gateway.fetch('/hello'), await gateway.fetch('/mine')]
console.log(JSON.stringify([...answers.map(({ status }) => status), await answers[0].json(), typeof Emulator, typeof bodyOf]))
await gateway.stop()
`,
    'app.cjs': `const { App, Stack } = require('aws-cdk-lib')
const { Code, Function, Runtime } = require('aws-cdk-lib/aws-lambda')
const { Auth, RestGateway, Target } = require('portico')
const { emulate } = require('portico/testing')

const app = new App()
const stack = new Stack(app, 'Demo')
const code = Code.fromInline("exports.handler = async () => ({ statusCode: 200, body: (await import('node:' + 'path')).sep })")
const fn = new Function(stack, 'Fn', { code, runtime: Runtime.NODEJS_22_X, handler: 'index.handler' })
const auth = Auth.open('a demonstration')
const routes = { 'GET /hello': { target: Target.mock(200, { hello: 'script' }), auth }, 'GET /fn': { target: Target.fn(fn), auth } }
new RestGateway(stack, 'Api', { routes })
emulate(app).then(async (gateway) => {
  console.log(JSON.stringify([await (await gateway.fetch('/hello')).json(), await (await gateway.fetch('/fn')).text()]))
  await gateway.stop()
})
`,
  })
  if (fromRegistry) project.installFromRegistry(packed)
  else project.installFromClone(packed)
}, LONG)
afterAll(() => {
  project.remove()
  rmSync(folder, { recursive: true, force: true })
})

test('the tarball holds what package.json promises and every file beside the sources, and neither sources nor tests', () => {
  const promised = [manifest.main, manifest.types, ...Object.values(manifest.bin), ...Object.values(manifest.exports).flatMap(pathsOf)]
  for (const path of promised) expect(packed.files).toContain(path.replace(/^\.\//, ''))
  // A file that is no TypeScript is copied by the build, not compiled.
  const beside = ['checks', 'lib', 'emulator'].flatMap((source) => filesIn(join(ROOT, source))).filter((path) => !/\.(ts|md)$/.test(path))
  expect(beside).toContain('emulator/runner/bootstrap.py')
  for (const path of beside) expect(packed.files).toContain(`dist/${path}`)
  const allowed =
    /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|docs\/(checks|(api|guides)\/[a-z-]+)\.md|dist\/(bin\/portico|checks\/|lib\/|emulator\/|lambda\/jwt-).*(\.js|\.d\.ts|\.py))$/
  expect(packed.files.filter((path) => !allowed.test(path))).toEqual([])
})

test(
  'a module imports it, a script requires it',
  () => {
    expect(JSON.parse(project.run('node', 'app.mjs'))).toEqual([200, 401, { hello: 'module' }, 'function', 'function'])
    expect(JSON.parse(project.run('node', 'app.cjs'))).toEqual([{ hello: 'script' }, '/'])
  },
  LONG,
)

test(
  "npx portico start serves the README's ten lines",
  async () => {
    const child = project.start('npx', 'portico', 'start', '--app', 'npx tsx app.ts', '--port', '0')
    try {
      const printed = await new Promise<string>((done, fail) => {
        let text = ''
        for (const stream of [child.stdout, child.stderr]) {
          stream?.on('data', (chunk: Buffer) => {
            text += chunk.toString('utf8')
            if (/Portico ready on \S+\n[\s\S]*\(\d+ routes?\)/.test(text)) done(text)
          })
        }
        child.on('close', (code) => fail(new Error(`portico ended with ${code}: ${text}`)))
      })
      const [, port] = /ready on http:\/\/127\.0\.0\.1:(\d+)/.exec(printed) as RegExpExecArray
      const [, id] = /http:\/\/([a-z0-9]+)\.execute-api/.exec(printed) as RegExpExecArray
      const answer = project.run('curl', '-s', `http://127.0.0.1:${port}/_aws/execute-api/${id}/prod/hello`)
      expect(JSON.parse(answer)).toEqual({ hello: 'world' })
    } finally {
      const ended = new Promise((done) => child.on('close', done))
      if (child.exitCode === null) {
        process.kill(-(child.pid as number), 'SIGTERM')
        await ended
      }
    }
  },
  LONG,
)

test(
  "jest passes the README's ten lines",
  () => {
    expect(() => project.run('npx', 'jest')).not.toThrow()
  },
  LONG,
)

if (fromRegistry) {
  test(
    'the declarations compile, with those of the packages that they name',
    () => {
      expect(() => project.run('npx', 'tsc', '--project', '.')).not.toThrow()
    },
    LONG,
  )
}

function pathsOf(target: string | Readonly<Record<string, string>>): string[] {
  return typeof target === 'string' ? [target] : Object.values(target)
}

function filesIn(directory: string): string[] {
  if (!existsSync(directory)) return []
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
}
