import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { main } from '../../../emulator/cli/main'
import { emulate, type Gateway } from '../../../emulator/testing/index'
import { mockOf, restTemplate } from '../../support/rest-template'

const template = restTemplate({
  routes: { 'GET /': mockOf('ok') },
  functions: {
    Greet:
      'exports.handler = async ({ name, fail }) => { console.log("greeting", name); if (fail) throw new RangeError("no"); return { hello: name ?? null } }',
  },
})
const folder = mkdtempSync(join(tmpdir(), 'portico-invoke-'))
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the command: its exit code, and what it printed to stdout and stderr. */
async function invoke(...argv: string[]) {
  const printed = { log: '', error: '' }
  const spies = (['log', 'error'] as const).map((name) =>
    jest.spyOn(console, name).mockImplementation((...texts: unknown[]) => {
      printed[name] += `${texts.join(' ')}\n`
    }),
  )
  try {
    const code = await main(['invoke', ...argv])
    return { code, out: printed.log, err: printed.error }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

describe('a function of a template', () => {
  const inputs = ['--template', file('template.json', JSON.stringify(template))]

  test('its answer is on stdout, its log on stderr', async () => {
    const { code, out, err } = await invoke('Greet', ...inputs, '--event', file('event.json', '{"name": "Ada"}'))
    expect({ code, out }).toEqual({ code: 0, out: '{"hello":"Ada"}\n' })
    expect(err).toMatch(/START RequestId.*\n.*\tINFO\tgreeting Ada\nEND RequestId.*\nREPORT RequestId/)
  })

  test('without an event it gets an empty object', async () => {
    expect(await invoke('Greet', ...inputs)).toMatchObject({ code: 0, out: '{"hello":null}\n' })
  })

  test('one that fails ends the command with 1', async () => {
    const { code, out } = await invoke('Greet', ...inputs, '--event', file('fail.json', '{"fail": true}'), '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      status: 200,
      functionError: 'Unhandled',
      executedVersion: '$LATEST',
      payload: { errorType: 'RangeError', errorMessage: 'no' },
      log: expect.stringContaining('Invoke Error'),
    })
  })

  test.each<[string, string[], number, RegExp]>([
    ['no such function', ['Leave'], 2, /no-function: There is no function Leave\. There are: Greet\.\n {2}fix: /],
    ['no such version', ['Greet', '--qualifier', '7'], 1, /^ResourceNotFoundException: Function not found: .*:Greet:7$/m],
    [
      'an event that is no JSON',
      ['Greet', '--event', file('broken.json', '{"name": ')],
      2,
      /bad-event: The event in .*broken\.json is no JSON/,
    ],
    ['no such event', ['Greet', '--event', join(folder, 'none.json')], 2, /missing-file: The event cannot be read from .*none\.json/],
  ])('%s', async (_what, argv, code, said) => {
    const ended = await invoke(...argv, ...inputs)
    expect(ended).toMatchObject({ code, out: '' })
    expect(ended.err).toMatch(said)
  })
})

describe('a function of a running emulator', () => {
  let gateway: Gateway
  beforeAll(async () => {
    gateway = await emulate(template, { port: 0 })
  })
  afterAll(() => gateway.stop())

  test('is called there', async () => {
    const event = file('there.json', '{"name": "Bo"}')
    expect(await invoke('Greet', '--url', String(gateway.url), '--event', event)).toMatchObject({ code: 0, out: '{"hello":"Bo"}\n' })
    expect(gateway.lambda('Greet').invocations()).toMatchObject([{ event: { name: 'Bo' }, result: { hello: 'Bo' } }])
  })

  test('where none runs, that is told', async () => {
    const { code, err } = await invoke('Greet', '--url', 'http://127.0.0.1:9')
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('not-running: No emulator answers at http://127.0.0.1:9.') })
  })
})
