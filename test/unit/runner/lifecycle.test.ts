import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import Module from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BuildOptions, buildSync } from 'esbuild'
import { ManualClock } from '../../../emulator/base/clock'
import { Bench } from './function-fixture'

// What an environment keeps, loses and sees: facts/11, sections 2, 4 and 6.

let bench = new Bench()
afterEach(async () => {
  await bench.close()
  bench = new Bench()
})

const handler = (body: string) => ({ 'index.js': `exports.handler = ${body}` })

test('nothing runs on between events: a timer of an event that is over waits for the next one', async () => {
  const target = bench.make({
    'index.js': `let ticks = 0
exports.handler = async (event) => { if (event.start) setInterval(() => ticks++, 1).unref(); else await new Promise((r) => setTimeout(r, event.ms)); return ticks }`,
  })
  await bench.run(target, { start: true })
  await new Promise((resolve) => setTimeout(resolve, 150))
  // Two milliseconds pass before a thread is frozen.
  expect(await bench.run(target, { ms: 0 })).toBeLessThan(20)
  expect(await bench.run(target, { ms: 100 })).toBeGreaterThan(20)
})

test('without freezing it does', async () => {
  bench = new Bench({ freeze: false })
  const target = bench.make({
    'index.js':
      'let ticks = 0; exports.handler = async (event) => { if (event.start) setInterval(() => ticks++, 1).unref(); return ticks }',
  })
  await bench.run(target, { start: true })
  let ticks = 0
  for (const begun = Date.now(); ticks < 10 && Date.now() - begun < 5000; ) ticks = (await bench.run(target)) as number
  expect(ticks).toBeGreaterThanOrEqual(10)
})

test.each([
  ['a crash', '{"exit":true}'],
  ['an error that nobody catches', '{"throw":true}'],
])('%s loses what is in memory, not the environment: its log stream and its /tmp stay', async (_what, event) => {
  const target = bench.make(
    handler(`async (event) => {
  const fs = require('fs')
  if (event.exit) process.exit(3)
  if (event.throw) { setTimeout(() => { throw new Error('thrown') }); await new Promise(() => {}) }
  globalThis.n = (globalThis.n ?? 0) + 1
  fs.appendFileSync('/tmp/count', 'x')
  return { n: globalThis.n, file: fs.readFileSync('/tmp/count', 'utf8'), stream: process.env.AWS_LAMBDA_LOG_STREAM_NAME }
}`),
  )
  const before = (await bench.run(target)) as { stream: string }
  expect(before).toMatchObject({ n: 1, file: 'x' })
  expect(await bench.run(target, JSON.parse(event))).toHaveProperty('Unhandled')
  expect(await bench.run(target)).toEqual({ n: 1, file: 'xx', stream: before.stream })
  // The second start is part of its event.
  expect(bench.lines.at(-1)).not.toContain('Init Duration')
})

test('what fails while loading is tried once more as part of the event', async () => {
  const target = bench.make({ 'index.js': 'console.log("loading"); throw new Error("no")' })
  expect(await bench.run(target)).toMatchObject({ Unhandled: { errorType: 'Error', errorMessage: 'no' } })
  const error = expect.stringMatching(/\tERROR\tUncaught Exception \t\{"errorType":"Error","errorMessage":"no"/)
  expect(bench.lines).toEqual([
    expect.stringMatching(/^INIT_START /),
    expect.stringMatching(/\tINFO\tloading$/),
    error,
    expect.stringMatching(/^INIT_REPORT Init Duration: \d+\.\d\d ms\tPhase: init\tStatus: error\tError Type: Error$/),
    'START RequestId: id-1 Version: $LATEST',
    expect.stringMatching(/\tINFO\tloading$/),
    error,
    expect.stringMatching(/^INIT_REPORT .*\tPhase: invoke\tStatus: error\tError Type: Error$/),
    'END RequestId: id-1',
    expect.stringMatching(/^REPORT RequestId: id-1\t.*\tStatus: error\tError Type: Error$/),
  ])
})

test('a function that loads at the second try answers', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'portico-test-'))
  const target = bench.make({
    'index.js': `const fs = require('fs'), file = process.env.MARK
if (!fs.existsSync(file)) { fs.writeFileSync(file, ''); throw new Error('first') }
exports.handler = async () => 'second'`,
  })
  expect(await bench.run({ ...target, environment: { MARK: join(directory, 'mark') } })).toBe('second')
})

test('/var/task, /opt and /tmp are those of the function', async () => {
  const layers = [
    bench.make({ 'config.json': '{"from":"one"}', 'only.txt': '1' }).codeDirectory,
    bench.make({ 'config.json': '{"from":"two"}', 'nodejs/lib.js': 'module.exports = "lib of two"' }).codeDirectory,
  ]
  const files = {
    'data.txt': 'of the code',
    'index.js': `const fs = require('node:fs'), os = require('node:os'), { readFile } = require('node:fs/promises')
exports.handler = async () => {
  fs.writeFileSync('/tmp/of-this-environment', 'mine')
  fs.copyFileSync('/tmp/of-this-environment', '/tmp/copied')
  return {
    code: fs.readFileSync('/var/task/data.txt', 'utf8'), root: fs.readFileSync(process.env.LAMBDA_TASK_ROOT + '/data.txt', 'utf8'),
    config: JSON.parse(await readFile('/opt/config.json', 'utf8')), only: fs.readFileSync('/opt/only.txt', 'utf8'), lib: require('/opt/nodejs/lib'),
    tmp: fs.readdirSync('/tmp').sort(), tmpdir: os.tmpdir(), missing: fs.existsSync('/opt/none'),
  }
}`,
  }
  const answer = (await bench.run(bench.make(files, { layerDirectories: layers }))) as { tmpdir: string }
  expect(answer).toMatchObject({
    code: 'of the code',
    root: 'of the code',
    config: { from: 'two' },
    only: '1',
    lib: 'lib of two',
    tmp: ['copied', 'of-this-environment'],
    missing: false,
  })
  expect(existsSync('/tmp/of-this-environment')).toBe(false)
  expect(readdirSync(answer.tmpdir)).toHaveLength(2)
  await bench.runner.close()
  expect(existsSync(answer.tmpdir)).toBe(false)
})

test('a folder of this machine that a test hands over under /tmp stays where it is', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'portico-test-'))
  const target = bench.make(handler('async (event) => require("fs").writeFileSync(event.file, "seen")'))
  await bench.run(target, { file: join(directory, 'out') })
  expect(readFileSync(join(directory, 'out'), 'utf8')).toBe('seen')
})

test.each(['index.js', 'index.mjs'])('%s: what AWS ships is of the project, nothing else of it is', async (file) => {
  const load = file === 'index.js' ? (name: string) => `require('${name}')` : (name: string) => `await import('${name}')`
  const exported = file === 'index.js' ? 'exports.handler =' : 'export const handler ='
  const make = (name: string) =>
    bench.make({ [file]: `const module_ = ${load(name)}; ${exported} async () => Object.keys(module_).includes('STSClient')` })
  expect(await bench.run(make('@aws-sdk/client-sts'))).toBe(true)
  expect(await bench.run(make('@aws-sdk/client-nothing'))).toHaveProperty('Unhandled')
  expect(await bench.run(make('commander'))).toHaveProperty('Unhandled')
})

describe.each(['threads', 'processes'] as const)('what is imported in %s', (functions) => {
  const own = new Bench({ functions })
  afterAll(() => own.close())
  const inner = "import { STSClient } from '@aws-sdk/client-sts'\nexport const ok = STSClient !== undefined"
  const importing = (name: string) => `exports.handler = async () => (await import(${name})).ok`
  const dependency = { 'node_modules/dep/package.json': '{"type":"module","exports":"./index.js"}', 'node_modules/dep/index.js': inner }
  const commonDependency = {
    'node_modules/dep/index.js': "exports.load = async () => 'STSClient' in (await import('@aws-sdk/client-sts'))",
  }

  test.each<[string, Record<string, string>]>([
    ['CommonJS', { 'index.js': "exports.handler = async () => 'STSClient' in (await import('@aws-sdk/client-sts'))" }],
    [
      'CommonJS, by a name that is put together',
      { 'index.js': "exports.handler = async ({ name = 'sts' }) => 'STSClient' in (await import('@aws-sdk/client-' + name))" },
    ],
    ['a file beside', { 'index.js': importing("'./inner.mjs'"), 'inner.mjs': inner }],
    ['a package of modules of its own', { 'index.js': importing('"dep"'), ...dependency }],
    ['a package of CommonJS of its own', { 'index.js': "exports.handler = () => require('dep').load()", ...commonDependency }],
    [
      'a module, by a file beside',
      { 'index.mjs': "import { ok } from './inner.mjs'\nexport const handler = async () => ok", 'inner.mjs': inner },
    ],
    [
      'a module, by a package of modules',
      { 'index.mjs': "import { ok } from 'dep'\nexport const handler = async () => ok", ...dependency },
    ],
    [
      'a module, by a package of CommonJS',
      { 'index.mjs': "import dep from 'dep'\nexport const handler = () => dep.load()", ...commonDependency },
    ],
    ['the code, by its place on Lambda', { 'index.js': importing("'/var/task/inner.mjs'"), 'inner.mjs': inner }],
    ['a layer', { 'index.js': importing("'/opt/nodejs/inner.mjs'") }],
  ])('%s: what AWS ships is of the project', async (_title, files) => {
    const layers = [own.make({ 'nodejs/inner.mjs': inner }), own.make({})].map(({ codeDirectory }) => codeDirectory)
    expect(await own.run(own.make(files, { layerDirectories: layers, timeout: 10_000 }))).toBe(true)
  })

  // What is required of a module, Node 20 shows to no hooks; nor does Lambda's Node 20 load it.
  const synchronous = 'registerHooks' in Module ? test : test.skip
  synchronous('a package of modules of its own, required: what AWS ships is of the project', async () => {
    const files = { 'index.js': "const { ok } = require('dep'); exports.handler = async () => ok", ...dependency }
    expect(await own.run(own.make(files))).toBe(true)
  })

  test('a package of the function comes before that of the project', async () => {
    const files = {
      'index.js': "exports.handler = async () => (await import('@aws-sdk/client-sts')).default",
      'node_modules/@aws-sdk/client-sts/index.js': "module.exports = 'its own'",
    }
    expect(await own.run(own.make(files))).toBe('its own')
  })

  test.each([
    "exports.handler = () => import('@aws-sdk/client-nothing')",
    "exports.handler = () => import('@aws-sdk/client-' + 'nothing')",
  ])('what the project lacks is named, with what to do: %s', async (code) => {
    expect(await own.run(own.make({ 'index.js': code }, { timeout: 10_000 }))).toMatchObject({
      Unhandled: {
        errorMessage: expect.stringMatching(
          /^Cannot find package '@aws-sdk\/client-nothing' imported from .*index\.js: AWS's Node\.js runtimes ship it.*npm install --save-dev @aws-sdk\/client-nothing$/,
        ),
      },
    })
  })
})

test.each([
  ['a package that the project has', "exports.load = () => import('@aws-sdk/client-sts')", 1],
  ['what only running tells', 'exports.load = (name) => import(name)', 1],
  ['what stands behind a comment', "exports.load = () =>\n  /* webpackIgnore: true */ import('@aws-sdk/client-sts')", 1],
  ["one of Node's own", "exports.load = () => Promise.all([import('fs'), import('node:path')])", 0],
  ['the type of a comment', "/**\n * @param {import('@aws-sdk/client-sts').STSClient} a\n */\nexports.a = (a) => a", 0],
  ['the type of a value', "exports.a = /** @type {typeof import('@aws-sdk/client-sts')} */ ({})", 0],
  ['the type of a member', "exports.a = 1 /** @type {import('@aws-sdk/client-sts').STSClient} */", 0],
  ['a file that is not there', "exports.load = () => import('./types')", 0],
  ['nothing', 'exports.a = require("node:path").sep', 0],
])('hooks, which cost time, are asked for only where they are needed: an import of %s', async (_what, inner, asked) => {
  const files = {
    'index.js': `const Module = require('node:module')
let asked = 0
for (const name of ['register', 'registerHooks']) if (name in Module) Module[name] = () => void asked++
require('./inner')
exports.handler = async () => asked`,
    'inner.js': inner,
  }
  expect(await bench.run(bench.make(files))).toBe(asked)
})

test('a module that AWS ships and the project lacks is named, with what to do', async () => {
  const answer = await bench.run(bench.make({ 'index.js': "require('@aws-sdk/client-nothing/deep')" }))
  expect(answer).toMatchObject({
    Unhandled: {
      errorType: 'Runtime.ImportModuleError',
      errorMessage: expect.stringMatching(
        /AWS's Node\.js runtimes ship it.*npm install --save-dev @aws-sdk\/client-nothing\nRequire stack/s,
      ),
    },
  })
})

test('a node_modules above the code is not there on Lambda', async () => {
  const files = {
    'node_modules/above/index.js': 'module.exports = 1',
    'asset/index.js': "require('above')",
    'asset/ok.js': "require('beside'); exports.handler = async () => 'ok'",
    'asset/node_modules/beside/index.js': '',
  }
  const project = bench.make(files)
  const asset = { ...project, codeDirectory: join(project.codeDirectory, 'asset') }
  expect(await bench.run(asset)).toMatchObject({ Unhandled: { errorType: 'Runtime.ImportModuleError' } })
  expect(await bench.run({ ...asset, handler: 'ok.handler', revision: 'r2' })).toBe('ok')
})

test.each([
  ['nodejs22.x', 'a callback', '(event, context, callback) => callback(null, "called")', 'called'],
  ['nodejs24.x', 'a promise', 'async (event, context) => "promised"', 'promised'],
])('%s takes %s', async (runtime, _what, code, answer) => {
  expect(await bench.run(bench.make(handler(code), { runtime }))).toBe(answer)
})

test('nodejs24.x refuses a handler with a callback', async () => {
  const answer = await bench.run(bench.make(handler('(event, context, callback) => callback(null, 1)'), { runtime: 'nodejs24.x' }))
  expect(answer).toMatchObject({
    Unhandled: {
      errorType: 'Runtime.CallbackHandlerDeprecated',
      errorMessage: expect.stringMatching(
        /^ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node\.js 24\./,
      ),
    },
  })
})

test('stack traces name the sources that the code was bundled from', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'portico-test-'))
  const source =
    'interface Event { readonly a: number }\n\nexport const handler = async (event: Event): Promise<never> => {\n  throw new Error(`a is ${event.a}`)\n}\n'
  writeFileSync(join(directory, 'orders.ts'), source)
  const options = {
    entryPoints: [join(directory, 'orders.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
  } satisfies BuildOptions
  const [inline] = buildSync({
    ...options,
    sourcemap: 'inline',
    outfile: join(directory, 'index.js'),
    minify: true,
    write: false,
  }).outputFiles
  const target = bench.make({ 'index.js': inline?.text ?? '' })
  // The map is relative to where the bundle was written.
  writeFileSync(join(directory, 'index.js'), inline?.text ?? '')
  const answer = (await bench.run({ ...target, codeDirectory: directory }, { a: 1 })) as { Unhandled: { trace: string[] } }
  expect(answer.Unhandled.trace.slice(0, 2)).toEqual(['Error: a is 1', expect.stringMatching(/^ {4}at .*\/orders\.ts:4:9\)?$/)])
})

test('on a clock that stands still, an event that is loaded too late is timed out', async () => {
  const clock = new ManualClock(0)
  bench = new Bench({ clock })
  const target = bench.make({ 'index.js': 'for (;;);' }, { timeout: 1000 })
  const stuck = bench.run(target)
  await clock.advance(1000)
  expect(await stuck).toMatchObject({ Unhandled: { errorType: 'Sandbox.Timedout' } })
})
