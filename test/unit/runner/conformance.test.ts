import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import type { RunnableFunction } from '../../../emulator/runner/runner'
import { Bench } from './function-fixture'

// The same functions in every language: what a handler is given, what becomes of what it answers, how it fails (facts/11, sections 1 to 6).

const SUPPORT = join(__dirname, '../../support/handlers')
const OBEY = readFileSync(join(SUPPORT, 'obey.txt'), 'utf8')
const PYTHON = readFileSync(join(SUPPORT, 'obey.py'), 'utf8')
const DATA = { 'data.txt': 'of the code' }

/** A language: how a function that obeys its events is made in it, and what is different in it. */
interface Language {
  readonly missing?: string
  readonly make: (bench: Bench, members: Partial<RunnableFunction>) => RunnableFunction
  readonly processes?: boolean
  readonly runtime: string
  readonly handler: string
  /** Members of an error beside type and message. */
  readonly trace?: string
}

const has = (program: string, args = ['--version']) => spawnSync(program, args).status === 0
const node = (files: Record<string, string>, handler = 'index.handler', processes = false): Language => ({
  make: (bench, members) => bench.make({ ...files, ...DATA }, { runtime: 'nodejs22.x', handler, ...members }),
  runtime: 'nodejs22.x',
  handler,
  processes,
  trace: 'trace',
})
const cjs = `const FS = require('node:fs')\n${OBEY}\nexports.handler = obey\nexports.flow = flow\n`
const esm = `import FS from 'node:fs'\n${OBEY}\nexport const handler = obey\nexport { flow }\n`
const typescript = (): string => {
  const source = `import * as FS from 'node:fs'\ndeclare const awslambda: any, process: any, console: any\n${OBEY.replaceAll('(event, context)', '(event: any, context: any): Promise<unknown>').replace('(event, stream)', '(event: any, stream: any)').replace('constructor(message)', 'constructor(message: string)').replaceAll('(done)', '(done: any)').replaceAll('(name)', '(name: string)').replace('const all = {}', 'const all: any = {}')}\nexport { obey as handler, flow }\n`
  const built = buildSync({
    stdin: { contents: source, loader: 'ts', sourcefile: 'obey.ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    sourcemap: 'inline',
    write: false,
  })
  return built.outputFiles[0]?.text ?? ''
}
const SHELL = `#!/bin/sh
api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation
while true; do
  event=$(curl -sS -D "$TMPDIR/headers" "$api/next")
  id=$(tr -d '\\r' < "$TMPDIR/headers" | sed -n 's/^lambda-runtime-aws-request-id: //Ip')
  case "$event" in
    *'"sleep"'*) sleep 60 ;;
    *'"exit"'*) exit 3 ;;
    *'"abort"'*) kill -ABRT $$ ;;
    *'"throw"'*) curl -sS -o "$TMPDIR/out" "$api/$id/error" -H 'Lambda-Runtime-Function-Error-Type: Native.Failure' -d '{"errorType":"Native.Failure","errorMessage":"as told"}' ;;
    *) printf '{"got":%s}' "$event" | curl -sS -o "$TMPDIR/out" "$api/$id/response" --data-binary @- ;;
  esac
done`
let compiled = ''
const provided =
  (place: (directory: string) => void): Language['make'] =>
  (bench, members) => {
    const made = bench.make({ bootstrap: '', ...DATA }, { runtime: 'provided.al2023', handler: 'any', ...members })
    place(made.codeDirectory)
    chmodSync(join(made.codeDirectory, 'bootstrap'), 0o755)
    return made
  }

const LANGUAGES: Readonly<Record<string, Language>> = {
  CommonJS: node({ 'index.js': cjs }),
  'a module': node({ 'index.mjs': esm }),
  TypeScript: node({ 'index.js': typescript() }),
  'a process of Node.js': node({ 'src/main.js': cjs }, 'src/main.handler', true),
  'a module in a process': node({ 'index.mjs': esm }, 'index.handler', true),
  Python: {
    make: (bench, members) => bench.make({ 'obey.py': PYTHON, ...DATA }, { runtime: 'python3.12', handler: 'obey.handler', ...members }),
    runtime: 'python3.12',
    handler: 'obey.handler',
    trace: 'stackTrace',
    ...(has('python3') ? {} : { missing: 'there is no python3' }),
  },
  'a bootstrap in shell': {
    make: provided((directory) => writeFileSync(join(directory, 'bootstrap'), SHELL)),
    runtime: 'provided.al2023',
    handler: 'any',
    ...(has('curl') ? {} : { missing: 'there is no curl' }),
  },
  'a compiled bootstrap': {
    make: provided((directory) => spawnSync('cp', [compiled, join(directory, 'bootstrap')])),
    runtime: 'provided.al2023',
    handler: 'any',
    ...(has('cc') ? {} : { missing: 'there is no C compiler' }),
  },
}
const isNative = ({ runtime }: Language) => runtime.startsWith('provided')

let built = ''
beforeAll(() => {
  built = mkdtempSync(join(tmpdir(), 'portico-test-'))
  compiled = join(built, 'bootstrap')
  if (has('cc')) spawnSync('cc', ['-O1', '-o', compiled, join(SUPPORT, 'bootstrap.c')])
})
afterAll(() => rmSync(built, { recursive: true, force: true }))

describe.each(Object.entries(LANGUAGES))('%s', (_name, language) => {
  if (language.missing !== undefined) {
    test.skip(`is not tested: ${language.missing}`, () => {})
    return
  }
  const bench = new Bench(language.processes ? { functions: 'processes' } : {})
  afterAll(() => bench.close())
  let shared: RunnableFunction
  beforeAll(() => {
    shared = language.make(bench, { timeout: 10_000 })
  })
  const fresh = (members: Partial<RunnableFunction> = {}) => language.make(bench, { timeout: 10_000, ...members })
  const run = (event: unknown, target = shared) => bench.run(target, event)

  test.each([{ a: 1 }, { text: 'äöü 😀 "quoted" \\ \n' }, { deep: [{ x: [1.5, null, true] }] }, {}])(
    'the event %j is answered as it came',
    async (event) => {
      expect(await run(event)).toEqual({ got: event })
    },
  )

  test('time-out', async () => {
    const answer = await run({ do: 'sleep', ms: 60_000 }, fresh({ timeout: 300 }))
    expect(answer).toEqual({
      Unhandled: { errorType: 'Sandbox.Timedout', errorMessage: 'RequestId: id-1 Error: Task timed out after 0.30 seconds' },
    })
  })

  test('an exit is told, and the next event is answered', async () => {
    const target = fresh()
    const answer = await run({ do: 'exit', code: 3 }, target)
    expect(answer).toEqual({
      Unhandled: { errorType: 'Runtime.ExitError', errorMessage: 'RequestId: id-1 Error: Runtime exited with error: exit status 3' },
    })
    expect(await run({ a: 1 }, target)).toEqual({ got: { a: 1 } })
  })

  test('two at once have environments of their own', async () => {
    const target = fresh()
    expect(await Promise.all([run({ n: 1 }, target), run({ n: 2 }, target)])).toEqual([{ got: { n: 1 } }, { got: { n: 2 } }])
  })

  test('the log has START, END and REPORT', async () => {
    bench.events.length = 0
    await run({ do: 'log', text: 'said' })
    expect(bench.lines[0]).toBe('START RequestId: id-1 Version: $LATEST')
    expect(bench.lines.at(-2)).toBe('END RequestId: id-1')
    expect(bench.lines.at(-1)).toMatch(
      /^REPORT RequestId: id-1\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: [1-9]\d* MB$/,
    )
    if (!isNative(language)) expect(bench.lines.slice(1, -2).join('\n')).toMatch(/said$/)
  })

  if (isNative(language)) {
    test('an error is the answer as the runtime posts it', async () => {
      expect(await run({ do: 'throw' })).toEqual({ Unhandled: { errorType: 'Native.Failure', errorMessage: 'as told' } })
    })
    test('a signal is told', async () => {
      expect(await run({ do: 'abort' }, fresh())).toEqual({
        Unhandled: { errorType: 'Runtime.ExitError', errorMessage: 'RequestId: id-1 Error: Runtime exited with error: signal: aborted' },
      })
    })
    return
  }

  test('the context', async () => {
    const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:ctx:live'
    const target = fresh({ name: 'ctx', arn, version: '7', memory: 256, timeout: 5000 })
    const { payload } = await bench.runner.run(target, '{"do":"context"}', { requestId: 'abc', clientContext: '{"custom":\n{"k":"vé€"}}' })
    const { left, ...context } = JSON.parse(payload)
    expect(context).toEqual({
      id: 'abc',
      arn,
      name: 'ctx',
      version: '7',
      memory: '256',
      group: '/aws/lambda/ctx',
      stream: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[7\][0-9a-f]{32}$/),
      client: { custom: { k: 'vé€' } },
    })
    expect(left).toBeGreaterThan(3000)
    expect(left).toBeLessThanOrEqual(5000)
  })

  test('the environment', async () => {
    const target = fresh({ name: 'env', environment: { OWN: 'mine', AWS_REGION: 'mars-1' } })
    const names = [
      'OWN',
      'AWS_REGION',
      'AWS_DEFAULT_REGION',
      'AWS_EXECUTION_ENV',
      'AWS_LAMBDA_FUNCTION_NAME',
      'AWS_LAMBDA_FUNCTION_VERSION',
      '_HANDLER',
      'AWS_LAMBDA_INITIALIZATION_TYPE',
      'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
      'AWS_XRAY_CONTEXT_MISSING',
      '_X_AMZN_TRACE_ID',
      'HOME',
    ]
    const { payload } = await bench.runner.run(target, JSON.stringify({ do: 'env', names }), { traceId: 'Root=1-a-b' })
    expect(JSON.parse(payload)).toEqual({
      OWN: 'mine',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_EXECUTION_ENV: `AWS_Lambda_${language.runtime}`,
      AWS_LAMBDA_FUNCTION_NAME: 'env',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      _HANDLER: language.handler,
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
      _X_AMZN_TRACE_ID: 'Root=1-a-b',
      HOME: null,
    })
  })

  test('the code is at LAMBDA_TASK_ROOT, the working directory', async () => {
    expect(await run({ do: 'place' })).toEqual({ cwd: true, data: 'of the code' })
  })

  test('a layer is at /opt', async () => {
    const layer = bench.make({ 'layer.txt': 'of the layer' }).codeDirectory
    expect(await run({ do: 'opt' }, fresh({ layerDirectories: [layer] }))).toBe('of the layer')
  })

  test.each([
    ['an error', { do: 'throw', message: 'wrong' }, 'TypeError'],
    ['an error of its own kind', { do: 'own', message: 'mine' }, 'OwnError'],
    ['an error without a message', { do: 'throw', message: '' }, 'TypeError'],
  ])('%s', async (_what, event, errorType) => {
    const { Unhandled } = (await run(event)) as { Unhandled: Record<string, unknown> }
    expect(Unhandled).toMatchObject({ errorType, errorMessage: event.message, [language.trace as string]: expect.any(Array) })
    expect((Unhandled[language.trace as string] as string[]).join('\n')).toMatch(/obey|index|main/)
  })

  test('what cannot be JSON', async () => {
    const { Unhandled } = (await run({ do: 'circular' })) as { Unhandled: { errorMessage: string; errorType: string } }
    expect([Unhandled.errorType, Unhandled.errorMessage]).toEqual(
      language.runtime.startsWith('python')
        ? ['Runtime.MarshalError', 'Unable to marshal response: Object of type set is not JSON serializable']
        : ['Error', 'Unable to stringify response body'],
    )
  })

  test('nothing is null', async () => {
    expect(await run({ do: 'nothing' })).toBeNull()
  })

  test('an event that is null', async () => {
    const { payload } = await bench.runner.run(shared, 'null', {})
    expect(JSON.parse(payload)).toEqual({ got: null })
  })

  test('memory and /tmp last from event to event', async () => {
    const target = fresh()
    expect([await run({ do: 'count' }, target), await run({ do: 'count' }, target)]).toEqual([1, 2])
    expect([await run({ do: 'file', text: 'a' }, target), await run({ do: 'file', text: 'b' }, target)]).toEqual(['a', 'ab'])
  })

  test('an exit with 0', async () => {
    expect(await run({ do: 'exit', code: 0 }, fresh())).toEqual({
      Unhandled: { errorType: 'Runtime.ExitError', errorMessage: 'RequestId: id-1 Error: Runtime exited without providing a reason' },
    })
    expect(bench.lines.some((line) => line.endsWith('last words'))).toBe(true)
  })

  test('6,291,556 bytes are an answer, one more is not', async () => {
    expect(await run({ do: 'large', size: 6_291_554 })).toHaveLength(6_291_554)
    expect(await run({ do: 'large', size: 6_291_555 })).toMatchObject({
      Unhandled: {
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      },
    })
  })

  if (language.trace === 'trace') {
    test('a streamed response', async () => {
      const pieces: string[] = []
      const target = fresh({ handler: language.handler.replace('.handler', '.flow') })
      const onChunk = (piece: Uint8Array) => pieces.push(Buffer.from(piece).toString())
      const { payload, functionError } = await bench.runner.run(target, '{"pieces":["a","b"]}', { onChunk })
      expect([pieces, payload, functionError]).toEqual([['a', 'b'], '', undefined])
    })
    test('a streamed response that breaks off', async () => {
      const pieces: string[] = []
      const target = fresh({ handler: language.handler.replace('.handler', '.flow') })
      const onChunk = (piece: Uint8Array) => pieces.push(Buffer.from(piece).toString())
      const { payload, functionError } = await bench.runner.run(target, '{"pieces":["a"],"break":true}', { onChunk })
      expect([pieces, functionError, JSON.parse(payload).errorMessage]).toEqual([['a'], 'Unhandled', 'broken off'])
    })
  }
})
