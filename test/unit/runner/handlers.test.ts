import { Bench } from './function-fixture'

// How handlers are found and what becomes of what they answer: facts/11, sections 3 to 5.

const bench = new Bench()
afterAll(() => bench.close())

const CJS = "exports.handler = async (event) => ({ got: event })\nexports.deep = { er: async () => 'deep' }"
const ESM = "import { join } from 'node:path'\nconst name = await Promise.resolve(join('a', 'b'))\nexport const handler = async () => name"

test.each<[string, Record<string, string>, string, unknown]>([
  ['CommonJS', { 'index.js': CJS }, 'index.handler', { got: { a: 1 } }],
  ['.cjs', { 'index.cjs': CJS }, 'index.handler', { got: { a: 1 } }],
  ['an export within an export', { 'index.js': CJS }, 'index.deep.er', 'deep'],
  ['a folder', { 'src/app/main.js': CJS }, 'src/app/main.handler', { got: { a: 1 } }],
  ['.mjs with top-level await', { 'index.mjs': ESM }, 'index.handler', 'a/b'],
  ['a package of modules', { 'index.js': ESM, 'package.json': '{"type":"module"}' }, 'index.handler', 'a/b'],
  ['CommonJS in a package of modules', { 'index.cjs': CJS, 'package.json': '{"type":"module"}' }, 'index.handler', { got: { a: 1 } }],
  ['a folder with an index', { 'app/index.js': CJS }, 'app.handler', { got: { a: 1 } }],
  [
    'its own node_modules',
    { 'index.js': "exports.handler = async () => require('dep')", 'node_modules/dep/index.js': 'module.exports = 5' },
    'index.handler',
    5,
  ],
])('%s is loaded', async (_title, files, handler, answer) => {
  expect(await bench.run(bench.make(files, { handler }), { a: 1 })).toEqual(answer)
})

test('a package.json above the code makes no modules of its files: on Lambda nothing stands there', async () => {
  const files = {
    'package.json': '{"type":"module"}',
    'asset/index.js': "exports.handler = require('./inner').handler",
    'asset/inner.js': CJS,
  }
  const project = bench.make(files)
  expect(await bench.run({ ...project, codeDirectory: `${project.codeDirectory}/asset` }, { a: 1 })).toEqual({ got: { a: 1 } })
})

test.each<[string, Record<string, string>, string, string, RegExp]>([
  [
    'no such export',
    { 'index.js': 'exports.other = 1' },
    'index.handler',
    'Runtime.HandlerNotFound',
    /^index\.handler is undefined or not exported$/,
  ],
  [
    'an export of nothing',
    { 'index.mjs': 'export default {}' },
    'index.a.b',
    'Runtime.HandlerNotFound',
    /^index\.a\.b is undefined or not exported$/,
  ],
  [
    'an export that is no function',
    { 'index.js': 'exports.handler = 5' },
    'index.handler',
    'Runtime.HandlerNotFound',
    /^index\.handler is not a function$/,
  ],
  [
    'no such file',
    { 'index.js': '' },
    'main.handler',
    'Runtime.ImportModuleError',
    /^Error: Cannot find module 'main'\nRequire stack:\n- \/var\/runtime\/index\.mjs$/,
  ],
  [
    'a missing dependency',
    { 'index.js': "require('nowhere')" },
    'index.handler',
    'Runtime.ImportModuleError',
    /^Error: Cannot find module 'nowhere'\nRequire stack:\n- .*index\.js\n- \/var\/runtime\/index\.mjs$/,
  ],
  [
    'a missing dependency of a module',
    { 'index.mjs': "import 'nowhere'" },
    'index.handler',
    'Error',
    /^Cannot find package 'nowhere' imported from .*index\.mjs$/,
  ],
  ['a syntax error', { 'index.js': 'const a =\n}' }, 'index.handler', 'Runtime.UserCodeSyntaxError', /^SyntaxError: Unexpected token '}'$/],
  [
    'a syntax error in a module',
    { 'index.mjs': 'const a =\n}' },
    'index.handler',
    'Runtime.UserCodeSyntaxError',
    /^SyntaxError: Unexpected token '}'$/,
  ],
  ['an error while loading', { 'index.js': "throw new TypeError('no')" }, 'index.handler', 'TypeError', /^no$/],
  ['no dot', { 'index.js': CJS }, 'handler', 'Runtime.MalformedHandlerName', /^Bad handler$/],
  [
    'a way out of the code',
    { 'index.js': CJS },
    '../index.handler',
    'Runtime.MalformedHandlerName',
    /^'\.\.\/index\.handler' is not a valid handler name/,
  ],
])('%s: the event fails', async (_title, files, handler, errorType, errorMessage) => {
  const answer = await bench.run(bench.make(files, { handler }))
  expect(answer).toEqual({ Unhandled: { errorType, errorMessage: expect.stringMatching(errorMessage), trace: expect.any(Array) } })
})

test.each<[string, string, unknown]>([
  ['a stream, as a whole', 'awslambda.streamifyResponse(async (event, stream) => { stream.write("[1,"); stream.end("2]") })', [1, 2]],
  ['an async answer', 'async () => ({ a: [1, null] })', { a: [1, null] }],
  ['undefined is null', 'async () => {}', null],
  ['dates as JSON has them', 'async () => new Date(0)', '1970-01-01T00:00:00.000Z'],
  ['a promise-like answer', '() => ({ then: (done) => done(7) })', 7],
  ['a callback', '(event, context, callback) => callback(null, event.a)', 1],
  ['a later callback', '(event, context, callback) => { setTimeout(() => callback(undefined, 2), 5) }', 2],
  ['only the first callback', '(event, context, callback) => { callback(null, 1); callback(null, 2) }', 1],
  ['no answer, when nothing is left to wait for', '() => 5', null],
  ['context.succeed', '(event, context) => context.succeed(3)', 3],
  ['context.done', '(event, context) => context.done(null, 4)', 4],
  [
    'a callback waits for what is still running',
    '(event, context, callback) => { const log = []; setTimeout(() => log.push("timer"), 20); callback(null, log) }',
    ['timer'],
  ],
  [
    'and does not, if told so',
    '(event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; setTimeout(() => {}, 60000); callback(null, "now") }',
    'now',
  ],
  ['a promise does not wait', 'async () => { setTimeout(() => {}, 60000); return "now" }', 'now'],
])('%s', async (_title, handler, answer) => {
  expect(await bench.run(bench.make({ 'index.js': `exports.handler = ${handler}` }), { a: 1 })).toEqual(answer)
})

test.each<[string, string, string, string | RegExp]>([
  ['a rejection', 'async () => { throw new RangeError("far") }', 'RangeError', 'far'],
  ['a throw', '() => { throw new Error("now") }', 'Error', 'now'],
  ['a callback with an error', '(e, c, callback) => callback(new Error("cb"))', 'Error', 'cb'],
  ['context.fail', '(e, context) => context.fail(new Error("failed"))', 'Error', 'failed'],
  ['a text', 'async () => { throw "text" }', 'string', 'text'],
  ['nothing', 'async () => { throw undefined }', 'undefined', 'undefined'],
  ['an error of a name of its own', 'async () => { throw Object.assign(new Error("m"), { name: "MyError", code: 7 }) }', 'MyError', 'm'],
  ['a promise-like answer whose `then` cannot be had', '() => ({ get then() { throw new Error("got") } })', 'Error', 'got'],
  ['a promise-like answer whose `then` throws', '() => ({ then() { throw new Error("thrown") } })', 'Error', 'thrown'],
  ['an answer that has no JSON', 'async () => { const a = {}; a.a = a; return a }', 'Error', 'Unable to stringify response body'],
  [
    'an answer of more than 6 MB',
    'async () => "x".repeat(6291556)',
    'Function.ResponseSizeTooLarge',
    'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
  ],
  ['a promise that nothing settles', '() => new Promise(() => {})', 'Runtime.NodeJsExit', /never settled/],
  ['an error in a timer', '() => new Promise(() => setTimeout(() => { throw new TypeError("timer") }, 1))', 'TypeError', 'timer'],
  [
    'a rejection that nobody handles',
    '() => new Promise(() => { Promise.reject(new Error("lost")) })',
    'Runtime.UnhandledPromiseRejection',
    'Error: lost',
  ],
])('%s fails the event', async (_title, handler, errorType, errorMessage) => {
  const answer = await bench.run(bench.make({ 'index.js': `exports.handler = ${handler}` }))
  expect(answer).toEqual({
    Unhandled: expect.objectContaining({
      errorType,
      errorMessage: typeof errorMessage === 'string' ? errorMessage : expect.stringMatching(errorMessage),
    }),
  })
})

test('an error carries its trace, and 6,291,556 bytes still pass', async () => {
  const target = bench.make({
    'index.js': 'exports.handler = async (event) => { if (event.size) return "x".repeat(event.size); throw new Error("boom") }',
  })
  const answer = (await bench.run(target)) as { Unhandled: { trace: string[] } }
  expect(answer.Unhandled.trace[0]).toBe('Error: boom')
  expect(answer.Unhandled.trace[1]).toMatch(/^ {4}at .*index\.js:1:/)
  expect(await bench.run(target, { size: 6_291_554 })).toHaveLength(6_291_554)
})

test('an event that is no JSON is refused, and the environment goes on', async () => {
  const target = bench.make({ 'index.js': 'exports.handler = async () => process.env.AWS_LAMBDA_LOG_STREAM_NAME' })
  const before = await bench.run(target)
  await expect(bench.runner.run(target, '{"a":', {})).rejects.toMatchObject({ status: 400, code: 'InvalidRequestContentException' })
  expect(await bench.run(target)).toBe(before)
})

test('the context is that of Lambda', async () => {
  const files = {
    'index.js': `exports.handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis(), ways: ['done', 'succeed', 'fail'].map((way) => typeof context[way]), trace: process.env._X_AMZN_TRACE_ID })`,
  }
  const target = bench.make(files, {
    name: 'orders',
    arn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders:live',
    version: '7',
    memory: 512,
    timeout: 2000,
  })
  const { payload } = await bench.runner.run(target, '{}', {
    requestId: 'abc',
    clientContext: '{"client":{"installation_id":"x"}}',
    traceId: 'Root=1-a-b',
  })
  const context = JSON.parse(payload)
  expect(context).toEqual({
    awsRequestId: 'abc',
    callbackWaitsForEmptyEventLoop: true,
    clientContext: { client: { installation_id: 'x' } },
    functionName: 'orders',
    functionVersion: '7',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders:live',
    left: expect.any(Number),
    logGroupName: '/aws/lambda/orders',
    logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[7\][0-9a-f]{32}$/),
    memoryLimitInMB: '512',
    trace: 'Root=1-a-b',
    ways: ['function', 'function', 'function'],
  })
  expect(context.left).toBeGreaterThan(1000)
  expect(context.left).toBeLessThanOrEqual(2000)
})

test('the environment holds its own variables, those of Lambda over them, and nothing of the emulator', async () => {
  process.env['PORTICO_TEST_SECRET'] = 'of the emulator'
  const files = { 'index.js': 'exports.handler = async () => ({ env: process.env, cwd: process.cwd(), layer: require("from-layer") })' }
  const layers = ['one', 'two'].map(
    (name) => bench.make({ 'nodejs/node_modules/from-layer/index.js': `module.exports = '${name}'` }).codeDirectory,
  )
  const target = bench.make(files, { environment: { TABLE: 'orders', AWS_REGION: 'mars-1' }, layerDirectories: layers, name: 'env' })
  const { env, cwd, layer } = (await bench.run(target)) as { env: Record<string, string>; cwd: string; layer: string }
  expect(env).toMatchObject({
    TABLE: 'orders',
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x',
    AWS_LAMBDA_FUNCTION_NAME: 'env',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/env',
    _HANDLER: 'index.handler',
    LAMBDA_TASK_ROOT: target.codeDirectory,
    PATH: expect.stringContaining(String(process.env['PATH'])),
  })
  expect(env['AWS_ACCESS_KEY_ID']).toMatch(/^ASIA/)
  expect(env).not.toHaveProperty('PORTICO_TEST_SECRET')
  expect([cwd, layer]).toEqual([target.codeDirectory, 'two'])
})

test('signals that end nothing, and ones that the handler listens to, do not', async () => {
  const handler = `async () => {
    const heard = new Promise((resolve) => process.on('SIGTERM', resolve))
    process.kill(process.pid, 'SIGWINCH')
    return [process.kill(process.pid, 0), process.kill(process.pid), await heard]
  }`
  expect(await bench.run(bench.make({ 'index.js': `exports.handler = ${handler}` }))).toEqual([true, true, 'SIGTERM'])
})

test.each(['threads', 'processes'] as const)('in %s, what a handler itself sends to its parent is no message of ours', async (mode) => {
  const rubbish = `['ready', null, 5, {}, [], [1], { kind: 'x' }, { kind: 'log' }, { kind: 'chunk' }, { kind: 'result' }, { kind: 'crash' }]`
  const code = `const { parentPort } = require('node:worker_threads')
const send = (message) => (parentPort ? parentPort.postMessage(message) : process.send(message))
send('started')
exports.handler = async () => { ${rubbish}.forEach(send); return 'answered' }`
  const target = bench.make({ 'index.js': code }, { mode })
  expect([await bench.run(target), await bench.run(target)]).toEqual(['answered', 'answered'])
})

test.each(['threads', 'processes'] as const)('in %s, a variable ends with its first NUL', async (mode) => {
  const files = { 'index.js': 'exports.handler = async () => process.env.CUT' }
  expect(await bench.run(bench.make(files, { mode, environment: { CUT: 'a\0b' } }))).toBe('a')
})
