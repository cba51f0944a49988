import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { portico, startPortico } from '../support/cli'
import { mockOf, restTemplate } from '../support/rest-template'
import { overTls } from '../support/tls-client'

let folder: string
let template: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-test-'))
  template = join(folder, 'api.json')
  writeFileSync(
    template,
    JSON.stringify(restTemplate({ routes: { 'GET /who': mockOf('"me"') }, api: { Tags: [{ Key: 'portico:id', Value: 'tlstest' }] } })),
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('start --tls prints https URLs and the CA that clients are to trust', async () => {
  await using started = await startPortico(['--template', template, '--tls'])
  const [, port, host] =
    /https:\/\/127\.0\.0\.1:(\d+)\n.* https:\/\/(tlstest\.execute-api\.localhost):\1\/test/.exec(started.printed.stdout) ?? []
  const file = /CA certificate: (\S+)/.exec(started.printed.stdout)?.[1] as string
  const ca = readFileSync(file, 'utf8')
  const { status, body } = await overTls({ port: Number(port), ca, host: host as string, path: '/test/who' })
  expect([status, body]).toEqual([200, '"me"'])
  const curl = spawnSync('curl', ['-s', '--cacert', file, `https://localhost:${port}/_aws/execute-api/tlstest/test/who`])
  if (curl.error === undefined) expect(curl.stdout.toString()).toBe('"me"')
})

test('run --tls: the command trusts PORTICO_URL, and AWS clients need no trust', async () => {
  const script = `
    const { PORTICO_URL, AWS_ENDPOINT_URL } = process.env
    fetch(PORTICO_URL + '/_aws/execute-api/tlstest/test/who').then(async (answer) => console.log(PORTICO_URL, AWS_ENDPOINT_URL, await answer.text()))`
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env
  const { code, stdout } = await portico(['run', '--template', template, '--port', '0', '--tls', '--', process.execPath, '-e', script], {
    env,
  })
  expect(code).toBe(0)
  expect(stdout).toMatch(/^https:\/\/127\.0\.0\.1:(\d+) http:\/\/127\.0\.0\.1:\1 "me"$/m)
})

test.each([
  [['--cert', 'server.pem'], /--cert is given without --key[\s\S]*fix: Give --key <file> too/],
  [['--key', 'server.key'], /--key is given without --cert/],
  [['--cert', 'nowhere.pem', '--key', 'nowhere.key'], /missing-file: --cert nowhere\.pem cannot be read/],
])('start %j is told what is wrong', async (flags, expected) => {
  const { code, stderr } = await portico(['start', '--template', template, '--port', '0', ...flags])
  expect(code).toBe(2)
  expect(stderr).toMatch(expected)
})
