import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunnableFunction } from '../../../emulator/runner/runner'
import { Bench } from './function-fixture'

// What only some runtimes have: processes that are killed, extensions, Python's own errors, AWS's own client of the Runtime API.

let bench = new Bench()
afterEach(async () => {
  await bench.close()
  bench = new Bench()
})

const has = (program: string) => spawnSync(program, ['--version']).status === 0
/** Tests that need something that this machine may lack, which is named. */
const needing = (isThere: boolean, what: string) =>
  isThere ? test : (name: string, _run: unknown) => test.skip(`${name} (there is no ${what})`, () => {})
const withPython = needing(has('python3'), 'python3')

const python = (code: string, members: Partial<RunnableFunction> = {}) =>
  bench.make({ 'app.py': code }, { runtime: 'python3.13', handler: 'app.handler', timeout: 10_000, ...members })

const processes = (code: string, members: Partial<RunnableFunction> = {}) => {
  bench = new Bench({ functions: 'processes' })
  return bench.make({ 'index.js': code }, { timeout: 10_000, ...members })
}

const PID =
  'exports.handler = async (event) => { if (event.wait) { console.log("begun"); await new Promise(() => {}, setInterval(() => {}, 1e6)) } return process.pid }'

/** The state of a process as the kernel has it: `T` is stopped. */
const stateOf = (pid: number) =>
  spawnSync('ps', ['-o', 'stat=', '-p', String(pid)])
    .stdout.toString()
    .trim()[0]

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !isSo(); tries++) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(isSo()).toBe(true)
}

test('a process that is killed in the middle of an event is told as AWS does, and the next event is answered', async () => {
  const target = processes(PID)
  const pid = (await bench.run(target)) as number
  const waiting = bench.run(target, { wait: true })
  await until(() => bench.lines.some((line) => line.endsWith('begun')))
  process.kill(pid, 'SIGKILL')
  expect(await waiting).toEqual({
    Unhandled: { errorType: 'Runtime.ExitError', errorMessage: 'RequestId: id-1 Error: Runtime exited with error: signal: killed' },
  })
  expect(await bench.run(target)).not.toBe(pid)
})

test('between events a process stands still', async () => {
  const target = processes(PID)
  const pid = (await bench.run(target)) as number
  await until(() => stateOf(pid) === 'T')
  expect(await bench.run(target)).toBe(pid)
})

test('a process that uses more memory than it has is killed', async () => {
  const target = processes(
    'exports.handler = async () => { const all = []; for (;;) { all.push(Buffer.alloc(8e6, 1)); await new Promise((r) => setTimeout(r, 2)) } }',
  )
  expect(await bench.run(target)).toEqual({
    Unhandled: { errorType: 'Runtime.ExitError', errorMessage: 'RequestId: id-1 Error: Runtime exited with error: signal: killed' },
  })
})

test('a function says by its own mode where it runs', async () => {
  const target = bench.make({ 'index.js': PID }, { mode: 'processes' })
  expect(await bench.run(target)).not.toBe(process.pid)
  expect(await bench.run(bench.make({ 'index.js': PID }))).toBe(process.pid)
})

test('no process outlives an emulator that is killed', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'portico-test-'))
  writeFileSync(join(directory, 'index.js'), PID)
  const main = join(directory, 'main.cjs')
  const source = (file: string) => JSON.stringify(join(process.cwd(), 'emulator', file))
  writeFileSync(
    main,
    `require(${JSON.stringify(require.resolve('tsx/cjs'))})
const { createRunner } = require(${source('runner/worker-runner.ts')}), { RealClock } = require(${source('base/clock.ts')}), { randomIds } = require(${source('base/ids.ts')})
const { Logs } = require(${source('observe/logs.ts')}), { MemoryStore } = require(${source('store/memory-store.ts')})
const clock = new RealClock()
const runner = createRunner({ clock, ids: randomIds(), logs: new Logs(new MemoryStore(), clock), functions: 'processes' })
const target = { arn: 'arn:aws:lambda:us-east-1:1:function:f', name: 'f', version: '$LATEST', revision: 'r', runtime: 'nodejs20.x', handler: 'index.handler', codeDirectory: ${JSON.stringify(directory)},
  layerDirectories: [], environment: {}, timeout: 9000, memory: 128, logGroup: '/aws/lambda/f' }
runner.run(target, '{}', {}).then(({ payload }) => { console.log(payload); setInterval(() => {}, 1e6) })`,
  )
  const emulator = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'inherit'] })
  const pid = Number(await new Promise((resolve) => emulator.stdout.once('data', (data) => resolve(String(data)))))
  expect(stateOf(pid)).toBeDefined()
  emulator.kill('SIGKILL')
  // Whoever is the first process here may not bury it.
  await until(() => [undefined, 'Z'].includes(stateOf(pid)))
  rmSync(directory, { recursive: true, force: true })
})

test.each([
  ['no bootstrap', {}, "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"],
  ['a bootstrap that is no program', { bootstrap: '#!/bin/sh\n' }, 'fork/exec /var/task/bootstrap: permission denied'],
])('%s', async (_what, files, text) => {
  const target = bench.make(files, { runtime: 'provided.al2023' })
  expect(await bench.run(target)).toEqual({
    Unhandled: { errorType: 'Runtime.InvalidEntrypoint', errorMessage: `RequestId: id-1 Error: ${text}` },
  })
})

test('a bootstrap of a layer is found', async () => {
  const layer = bench.make({ bootstrap: '#!/bin/sh\nexit 7' }).codeDirectory
  chmodSync(join(layer, 'bootstrap'), 0o755)
  const target = bench.make({}, { runtime: 'provided.al2', layerDirectories: [layer] })
  expect(await bench.run(target)).toMatchObject({ Unhandled: { errorMessage: expect.stringContaining('exit status 7') } })
})

withPython('Python: what cannot be loaded', async () => {
  const answers = [
    python('import nowhere'),
    python('def other():\n  pass'),
    python('def handler(:\n'),
    python('', { handler: 'handler' }),
    python('raise ValueError("while loading")'),
  ].map((target) => bench.run(target))
  expect(await Promise.all(answers)).toMatchObject([
    {
      Unhandled: {
        errorType: 'Runtime.ImportModuleError',
        errorMessage: "Unable to import module 'app': No module named 'nowhere'",
        requestId: '',
        stackTrace: [],
      },
    },
    {
      Unhandled: {
        errorType: 'Runtime.HandlerNotFound',
        errorMessage: "Handler 'other' missing on module 'app'".replace('other', 'handler'),
      },
    },
    {
      Unhandled: {
        errorType: 'Runtime.UserCodeSyntaxError',
        errorMessage: expect.stringMatching(/^Syntax error in module 'app': invalid syntax/),
      },
    },
    {
      Unhandled: {
        errorType: 'Runtime.MalformedHandlerName',
        errorMessage: "Bad handler 'handler': not enough values to unpack (expected 2, got 1)",
      },
    },
    { Unhandled: { errorType: 'ValueError', errorMessage: 'while loading' } },
  ])
})

withPython('Python: an error names the lines of the code, and its log is one event', async () => {
  const target = python('def inner(n):\n    return 1 / n\n\ndef handler(event, context):\n    return inner(0)\n')
  const { Unhandled } = (await bench.run(target)) as { Unhandled: { stackTrace: string[]; requestId: string } }
  expect(Unhandled).toMatchObject({ errorType: 'ZeroDivisionError', errorMessage: 'division by zero', requestId: 'id-1' })
  expect(Unhandled.stackTrace).toEqual([
    expect.stringMatching(/^ {2}File ".*app\.py", line 5, in handler\n {4}return inner\(0\)\n/),
    expect.stringMatching(/app\.py", line 2, in inner\n {4}return 1 \/ n\n/),
  ])
  expect(bench.lines.find((line) => line.startsWith('[ERROR]'))).toMatch(
    /^\[ERROR\] ZeroDivisionError: division by zero\nTraceback \(most recent call last\):\n {2}File .*\n {4}return inner\(0\)\n/,
  )
})

withPython('Python: its logging carries the level and the request', async () => {
  const code =
    'import logging\ndef handler(event, context):\n  logging.getLogger().warning("careful %s\\nsecond", 1)\n  logging.info("not shown")\n'
  await bench.run(python(code))
  expect(bench.lines.filter((line) => line.startsWith('['))).toEqual([
    expect.stringMatching(/^\[WARNING\]\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\tid-1\tcareful 1\nsecond$/),
  ])
})

withPython('Python: modules of layers and of the code', async () => {
  const layer = bench.make({ 'python/shared.py': 'WORD = "of the layer"' }).codeDirectory
  const target = bench.make(
    {
      'pkg/app.py': 'import shared, beside\ndef handler(event, context):\n  return [shared.WORD, beside.WORD]',
      'beside.py': 'WORD = "beside"',
    },
    { runtime: 'python3.13', handler: 'pkg/app.handler', layerDirectories: [layer], timeout: 10_000 },
  )
  expect(await bench.run(target)).toEqual(['of the layer', 'beside'])
})

const EXTENSION = `#!/bin/sh
api=http://$AWS_LAMBDA_RUNTIME_API/2020-01-01/extension
id=$(curl -sS -D - -o /dev/null "$api/register" -H "Lambda-Extension-Name: $(basename "$0")" -d '{"events":["INVOKE","SHUTDOWN"]}' | tr -d '\\r' | sed -n 's/^lambda-extension-identifier: //Ip')
while true; do
  event=$(curl -sS "$api/event/next" -H "Lambda-Extension-Identifier: $id")
  echo "extension heard $event"
  case "$event" in *SHUTDOWN*) echo "$event" > "$SHUTDOWN_FILE"; exit 0 ;; esac
done`

needing(has('curl') && has('python3'), 'curl or python3')('an extension registers, hears of each event, and of the end', async () => {
  const layer = bench.make({ 'extensions/listener': EXTENSION }).codeDirectory
  chmodSync(join(layer, 'extensions/listener'), 0o755)
  const heard = join(layer, 'shutdown')
  const target = python('def handler(event, context):\n  return "ok"', { layerDirectories: [layer], environment: { SHUTDOWN_FILE: heard } })
  expect([await bench.run(target), await bench.run(target)]).toEqual(['ok', 'ok'])
  await until(() => bench.lines.filter((line) => line.includes('"eventType":"INVOKE"')).length === 2)
  expect(bench.lines.find((line) => line.startsWith('extension heard'))).toContain('"requestId":"id-1"')
  await bench.runner.close()
  expect(existsSync(heard)).toBe(true)
})

/** AWS's own client for Node.js, where somebody has installed it: it builds native code, so that it is no dependency of the project. */
const RIC = [process.env['PORTICO_LAMBDA_RIC'], join(process.cwd(), 'node_modules/aws-lambda-ric')].find(
  (path) => path !== undefined && existsSync(join(path, 'index.mjs')),
)

needing(RIC !== undefined, 'aws-lambda-ric, at PORTICO_LAMBDA_RIC')('AWS’s own client for Node.js runs unchanged', async () => {
  const client = RIC as string
  const bootstrap = `#!/bin/sh\nexec "${process.execPath}" "${join(client, 'index.mjs')}" "$_HANDLER"\n`
  const files = {
    bootstrap,
    'index.mjs': `export const handler = async (event, context) => { console.log('by the client'); if (event.fail) throw new RangeError('told'); return { event, id: context.awsRequestId } }
export const flow = awslambda.streamifyResponse(async (event, stream) => { stream.write('a'); stream.end('b') })`,
  }
  const make = (handler: string) => {
    const made = bench.make(files, { runtime: 'provided.al2023', handler, timeout: 20_000 })
    chmodSync(join(made.codeDirectory, 'bootstrap'), 0o755)
    return made
  }
  const target = make('index.handler')
  expect(await bench.run(target, { a: 1 })).toEqual({ event: { a: 1 }, id: 'id-1' })
  expect(await bench.run(target, { fail: true })).toMatchObject({ Unhandled: { errorType: 'RangeError', errorMessage: 'told' } })
  expect(bench.lines.some((line) => line.endsWith('\tINFO\tby the client'))).toBe(true)
  const pieces: string[] = []
  await bench.runner.run(make('index.flow'), '{}', { onChunk: (piece) => pieces.push(Buffer.from(piece).toString()) })
  expect(pieces.join('')).toBe('ab')
})
