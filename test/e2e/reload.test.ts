import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { type WatchEvent, watchInputs } from '../../emulator/assembly/watch'
import { Emulator } from '../../emulator/emulator'
import { useDirectory } from '../../emulator/services/lambda/index'
import { restTemplate } from '../support/rest-template'

// What a save of a handler does: requests go on, the next one meets the new code, a mistake leaves the old code live.

const SOURCE = (text: string) =>
  `import { word } from './word'\nexport const handler = async (): Promise<{ statusCode: number; body: string }> => ({ statusCode: 200, body: '${text} ' + word })\n`

let project: string
let emulator: Emulator
let watching: { close: () => Promise<void> }
let url: string
const events: WatchEvent[] = []
let told: () => void = () => {}

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'portico-test-'))
  mkdirSync(join(project, 'handlers'))
  symlinkSync(join(process.cwd(), 'node_modules'), join(project, 'node_modules'))
  writeFileSync(join(project, 'handlers/word.ts'), "export const word: string = 'one'\n")
  writeFileSync(join(project, 'handlers/fn.ts'), SOURCE('first'))
  const template = restTemplate({
    routes: { 'GET /': { fn: 'Fn' }, 'GET /other': { fn: 'Other' } },
    functions: { Fn: 'exports.handler = 1', Other: COUNTING },
  })
  Object.assign(template.Resources['Fn'] as object, {
    Metadata: {
      'portico:handler': {
        entry: relative(process.cwd(), join(project, 'handlers/fn.ts')),
        bundle: { bundle: true, platform: 'node', format: 'cjs', sourcemap: 'inline' },
      },
    },
  })
  const file = join(project, 'template.json')
  writeFileSync(file, JSON.stringify(template))
  emulator = new Emulator()
  const source = { kind: 'template-file', file } as const
  await emulator.deployments.deploy(source, { strict: false })
  const { apiId } = emulator.stages.all()[0] as { apiId: string }
  const server = await emulator.listen({ port: 0 })
  url = `${server.url}/_aws/execute-api/${apiId}/test`
  watching = await watchInputs(emulator, { app: undefined, sources: [source], strict: false }, (event) => {
    events.push(event)
    told()
  })
  await saved(() => writeFileSync(join(project, 'handlers/fn.ts'), SOURCE('live')))
})
afterAll(async () => {
  await watching.close()
  await emulator.stop()
  rmSync(project, { recursive: true, force: true })
})

const COUNTING = 'let n = 0; exports.handler = async () => ({ statusCode: 200, body: String(++n) })'

/** Saves, and waits until the watcher has told what it made of it. */
async function saved(save: () => void): Promise<WatchEvent> {
  const before = events.length
  const heard = new Promise<void>((resolve) => {
    told = () => events.length > before && resolve()
  })
  save()
  await heard
  return events.at(-1) as WatchEvent
}

const ask = async (path = '/') => (await fetch(url + path)).text()

test('the next request meets the new code, also of a file that the entry imports; other functions keep their state', async () => {
  expect(await ask('/other')).toBe('1')
  expect(await ask()).toBe('live one')
  expect(await saved(() => writeFileSync(join(project, 'handlers/word.ts'), "export const word = 'two'\n"))).toMatchObject({
    event: 'handler-reloaded',
    text: 'reloaded Fn',
  })
  expect(await ask()).toBe('live two')
  expect(await ask('/other')).toBe('2')
})

test('a mistake is told with its line, once, and the code before it stays', async () => {
  const failed = await saved(() => writeFileSync(join(project, 'handlers/word.ts'), "export const word = 'three\n"))
  expect(failed.event).toBe('failed')
  expect(failed.text).toMatch(
    /handlers\/fn\.ts cannot be bundled: Unterminated string literal\.\n {2}1 \| export const word = 'three\n {4}\| +\^/,
  )
  expect(await ask()).toBe('live two')
  await saved(() => writeFileSync(join(project, 'handlers/word.ts'), "export const word = 'four'\n"))
  expect(await ask()).toBe('live four')
  expect(events.filter(({ event }) => event === 'failed')).toHaveLength(1)
})

test('saving under load loses no request', async () => {
  const answers: string[] = []
  let running = true
  const clients = Array.from({ length: 8 }, async () => {
    while (running) answers.push(await ask())
  })
  for (const text of ['a', 'b', 'c']) {
    const before = answers.length
    await saved(() => writeFileSync(join(project, 'handlers/fn.ts'), SOURCE(text)))
    while (answers.length < before + 200 || answers.at(-1) !== `${text} four`) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  running = false
  await Promise.all(clients)
  expect(new Set(answers)).toEqual(new Set(['live four', 'a four', 'b four', 'c four']))
})

test('a trace names the line of the source', async () => {
  const source = "export const handler = async () => {\n  const orders: string[] = []\n  throw new Error('at ' + orders.length)\n}\n"
  await saved(() => writeFileSync(join(project, 'handlers/fn.ts'), source))
  const lines: string[] = []
  const end = emulator.logs.subscribe(({ message }) => lines.push(message))
  await ask()
  end()
  expect(lines.join('\n')).toMatch(/handlers\/fn\.ts:3:9/)
})

test('code that is put in place by hand is met, too', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'portico-test-'))
  writeFileSync(join(directory, 'index.js'), 'exports.handler = async () => ({ statusCode: 200, body: "by hand" })')
  expect(useDirectory(emulator.call(), 'Fn', directory)).toBe(true)
  expect(await ask()).toBe('by hand')
})
