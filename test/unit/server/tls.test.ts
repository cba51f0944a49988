import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import { Emulator } from '../../../emulator/index'
import { emulate, type Gateway } from '../../../emulator/testing/index'
import { failure } from '../../support/failure'
import { ECHO, mockOf, restTemplate } from '../../support/rest-template'
import { certificate, keyPem, overTls } from '../../support/tls-client'

const template = (api: object = {}, domain: object = {}) =>
  restTemplate({
    routes: { 'GET /who': mockOf('"me"'), 'POST /echo': { fn: 'Echo' } },
    functions: { Echo: ECHO },
    api: { EndpointConfiguration: { Types: ['REGIONAL'] }, ...api },
    resources: {
      Domain: {
        Type: 'AWS::ApiGateway::DomainName',
        Properties: {
          DomainName: 'api.example.com',
          RegionalCertificateArn: 'arn:c',
          EndpointConfiguration: { Types: ['REGIONAL'] },
          ...domain,
        },
      },
      Mapping: {
        Type: 'AWS::ApiGateway::BasePathMapping',
        DependsOn: 'Stage',
        Properties: { DomainName: { Ref: 'Domain' }, RestApiId: { Ref: 'Api' }, Stage: 'test' },
      },
    },
  })

let gateway: Gateway
let port: number
let apiHost: string
beforeAll(async () => {
  gateway = await emulate(template(), { tls: true })
  port = Number(gateway.url?.split(':').at(-1))
  apiHost = `${gateway.outputs['ApiId']}.execute-api.localhost`
})
afterAll(() => gateway.stop())

const names = (subjectAltName: string | undefined) =>
  (subjectAltName ?? '').split(', ').map((name) => name.replace(/^(DNS|IP Address):/, ''))

test.each<[string, () => string, () => readonly string[]]>([
  ['the API', () => apiHost, () => [apiHost]],
  ['a custom domain', () => 'api.example.com', () => ['api.example.com']],
  [
    'localhost',
    () => 'localhost',
    () => ['localhost', '*.execute-api.localhost', '*.lambda-url.localhost', '127.0.0.1', '0:0:0:0:0:0:0:1'],
  ],
])('a certificate is made for the name that a client asks for: %s', async (_what, host, expected) => {
  const { shown } = await overTls({ port, ca: gateway.ca, host: host(), path: '/test/who' })
  expect(names(shown.subjectAltName)).toEqual(expected())
  expect(shown.issuer).toMatch(/^CN=Portico CA [0-9a-f]{8}$/)
})

test('the same port answers HTTPS and HTTP', async () => {
  expect(gateway.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
  const { status, body, headers } = await overTls({ port, ca: gateway.ca, host: apiHost, path: '/test/who' })
  expect([status, body, headers['connection'], headers['server']]).toEqual([200, '"me"', 'close', undefined])
  const path = `/_aws/execute-api/${gateway.outputs['ApiId']}/test/who`
  expect(await (await fetch(`http://127.0.0.1:${port}${path}`)).text()).toBe('"me"')
  expect((await overTls({ port, ca: gateway.ca, host: '127.0.0.1', servername: null, path })).body).toBe('"me"')
})

test('bodies larger than a record, both ways', async () => {
  const body = Buffer.alloc(1_000_000, 'x')
  const encrypted = await overTls({ port, ca: gateway.ca, host: apiHost, path: '/test/echo', body })
  expect((JSON.parse(encrypted.body) as { body: string }).body).toHaveLength(1_000_000)
  const plain = await fetch(`http://127.0.0.1:${port}/_aws/execute-api/${gateway.outputs['ApiId']}/test/echo`, { method: 'POST', body })
  expect(((await plain.json()) as { body: string }).body).toHaveLength(1_000_000)
})

test('a host that the emulator does not know gets no certificate of its own', async () => {
  await expect(overTls({ port, ca: gateway.ca, host: 'elsewhere.example.org' })).rejects.toThrow(/altnames/)
})

test('clients that do not trust the CA refuse', async () => {
  await expect(overTls({ port, host: apiHost })).rejects.toThrow(/unable to verify|self.signed|unable to get/)
})

/** Writes a few bytes at a time. */
class Dribble extends Duplex {
  readonly #socket = connect(port, '127.0.0.1')

  constructor(private readonly bytes: number) {
    super()
    this.#socket.on('data', (chunk) => this.push(chunk)).on('end', () => this.push(null))
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const rest = chunk.subarray(this.bytes)
    this.#socket.write(chunk.subarray(0, this.bytes), () => (rest.length === 0 ? done() : setImmediate(() => this._write(rest, '', done))))
  }

  override _destroy(_error: Error | null, done: () => void): void {
    this.#socket.destroy()
    done()
  }
}

const answerOf = (stream: Duplex) =>
  new Promise<string>((resolve, reject) => {
    let text = ''
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
    })
    stream.on('end', () => resolve(text)).on('error', reject)
  })

test('a handshake that comes in pieces', async () => {
  const socket = connectTls({ socket: new Dribble(7), ca: gateway.ca, servername: apiHost })
  socket.write(`GET /test/who HTTP/1.1\r\nHost: ${apiHost}\r\nConnection: close\r\n\r\n`)
  expect(await answerOf(socket)).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*"me"$/)
})

test('plain HTTP that comes in pieces, and two requests at once', async () => {
  const request = (connection: string) => `GET /test/who HTTP/1.1\r\nHost: ${apiHost}\r\nConnection: ${connection}\r\n\r\n`
  const slow = new Dribble(1)
  slow.write(request('close'))
  expect(await answerOf(slow)).toMatch(/"me"$/)
  const both = new Dribble(1_000)
  both.write(request('keep-alive') + request('close'))
  expect((await answerOf(both)).match(/"me"/g)).toHaveLength(2)
})

test.each([
  ['what only begins like a handshake', Buffer.from([0x16, 3, 1, 0, 4, 1, 0, 0, 0])],
  ['a hello whose lengths lie', Buffer.from([0x16, 3, 1, 0, 8, 1, 0, 0, 4, 0xff, 0xff, 0xff, 0xff])],
  ['noise', Buffer.from([0x16, ...Array<number>(300).fill(0xff)])],
])('%s ends the connection, and nothing else', async (_what, bytes) => {
  const socket = connect(port, '127.0.0.1')
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()).on('error', () => {}))
  socket.end(bytes)
  socket.resume()
  await closed
  expect((await overTls({ port, ca: gateway.ca, host: apiHost, path: '/test/who' })).status).toBe(200)
})

test('clients that break off are no matter', async () => {
  const hello = connectTls({ port, host: '127.0.0.1', ca: gateway.ca, servername: apiHost })
  await new Promise((resolve) => hello.once('secureConnect', resolve))
  hello.write(`GET /test/who HTTP/1.1\r\n`)
  const early = connect(port, '127.0.0.1')
  await new Promise((resolve) => early.once('connect', resolve))
  early.write(Buffer.from([0x16, 3, 1, 2, 0]))
  const gone = [hello, early].map((socket) => new Promise((resolve) => socket.on('close', resolve).on('error', () => {})))
  hello.destroy()
  early.resetAndDestroy()
  await Promise.all(gone)
  expect((await overTls({ port, ca: gateway.ca, host: apiHost, path: '/test/who' })).status).toBe(200)
})

test('the CA is told', async () => {
  const answer = await fetch(`http://127.0.0.1:${port}/_portico/ca.pem`)
  expect([answer.status, await answer.text()]).toEqual([200, gateway.ca])
  await using without = await emulate(template(), { port: 0 })
  expect([without.ca, (await fetch(`${without.url}/_portico/ca.pem`)).status]).toEqual([undefined, 404])
})

test('a port that speaks TLS stops with connections that say nothing', async () => {
  const stopping = await emulate(template(), { tls: true })
  const silent = connect(Number(stopping.url?.split(':').at(-1)), '127.0.0.1')
  await new Promise((resolve) => silent.once('connect', resolve))
  const closed = new Promise((resolve) => silent.on('close', resolve).on('error', () => {}))
  await stopping.stop()
  await closed
})

test('STRICT access: the handshake names the host of the request', async () => {
  const policy = { EndpointAccessMode: 'STRICT', SecurityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09' }
  await using strict = await emulate(template(policy, policy), { tls: true })
  const to = Number(strict.url?.split(':').at(-1))
  const id = strict.outputs['ApiId'] as string
  const host = `${id}.execute-api.localhost`
  const status = async (more: { host: string; servername?: string | null; path?: string }) =>
    (await overTls({ port: to, ca: strict.ca, path: '/test/who', ...more })).status
  expect([
    await status({ host }),
    await status({ host, servername: 'localhost' }),
    await status({ host, servername: null }),
    await status({ host: 'api.example.com', path: '/who' }),
    await status({ host: 'api.example.com', servername: host, path: '/who' }),
    await status({ host: 'localhost', path: `/_aws/execute-api/${id}/test/who` }),
  ]).toEqual([200, 403, 403, 200, 403, 200])
})

describe('files', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'portico-test-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }

  test("the user's own certificate is shown for every name", async () => {
    const ca = certificate({ commonName: 'Own CA', authority: true })
    const own = certificate({ commonName: 'own', hosts: ['own.test', '127.0.0.1'], usage: 'server' }, ca)
    const tls = { cert: file('own.pem', own.certificate), key: file('own.key', keyPem(own)) }
    await using served = await emulate(template(), { tls })
    expect(served.ca).toBeUndefined()
    const { shown, status } = await overTls({
      port: Number(served.url?.split(':').at(-1)),
      ca: ca.certificate,
      host: 'own.test',
      path: `/_aws/execute-api/${served.outputs['ApiId']}/test/who`,
    })
    expect([names(shown.subjectAltName), status]).toEqual([['own.test', '127.0.0.1'], 200])
  })

  test.each<[string, () => { cert: string; key: string }, RegExp]>([
    [
      'a missing file',
      () => ({ cert: join(folder, 'nowhere.pem'), key: 'x' }),
      /^error missing-file: --cert .*nowhere\.pem cannot be read[\s\S]*at .*nowhere\.pem\n {2}fix: /,
    ],
    [
      'no certificate',
      () => ({ cert: file('a.txt', 'hello\n'), key: file('a.key', 'x') }),
      /^error bad-certificate: .*holds no certificate.*found "hello"/,
    ],
    [
      'no key',
      () => {
        const { certificate: pem } = certificate({ commonName: 'a' })
        return { cert: file('b.pem', pem), key: file('b.key', pem) }
      },
      /^error bad-certificate: .*b\.key holds no private key.*found "-----BEGIN CERTIFICATE-----"/,
    ],
    [
      'a key with a passphrase',
      () => {
        const made = certificate({ commonName: 'a' })
        const pem = made.key.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'p' }).toString()
        return { cert: file('c.pem', made.certificate), key: file('c.key', pem) }
      },
      /a key that needs a passphrase[\s\S]*fix: Decrypt it/,
    ],
    [
      "another certificate's key",
      () => ({
        cert: file('d.pem', certificate({ commonName: 'd' }).certificate),
        key: file('d.key', keyPem(certificate({ commonName: 'e' }))),
      }),
      /d\.key is not the private key of the certificate .*d\.pem \(CN=d\)/,
    ],
    [
      'a certificate of the past',
      () => {
        const old = certificate({ commonName: 'old', at: Date.UTC(2020, 0), days: 1 })
        return { cert: file('f.pem', old.certificate), key: file('f.key', keyPem(old)) }
      },
      /f\.pem has expired: it was valid until Jan {2}2 00:00:00 2020 GMT/,
    ],
  ])('%s is told with its place and its remedy', async (_what, tls, expected) => {
    await expect(emulate(template(), { tls: tls() })).rejects.toThrow(expected)
  })

  test('with a state directory the CA stays the same; the key is for its owner only', async () => {
    const state = join(folder, 'state')
    const started = async () => {
      await using emulator = new Emulator({ state })
      const { authority } = await emulator.listen({ port: 0, tls: true })
      return authority
    }
    const [first, second] = [await started(), await started()]
    expect(first?.pem).toMatch(/^-----BEGIN CERTIFICATE-----/)
    expect(second).toEqual(first)
    expect(readFileSync(first?.file as string, 'utf8')).toBe(first?.pem)
    writeFileSync(first?.file as string, 'broken')
    expect(await failure(started)).toContain('bad-certificate')
  })
})
