import fc from 'fast-check'
import { canonical, signedWith } from '../../../emulator/gateway/authorizers/sigv4/canonical'
import type { Signature } from '../../../emulator/gateway/authorizers/sigv4/signature'
import { emulate, type Gateway } from '../../../emulator/testing/index'
import { ECHO, restTemplate, type TestMethod } from '../../support/rest-template'
import { ROOT, type Signed, sign } from '../../support/sign'

/** Mutated requests; `PORTICO_FUZZ` says how many. */
const MUTATIONS = Number(process.env['PORTICO_FUZZ'] ?? 10_000)

/**
 * The examples that AWS published for Signature Version 4: its test suite (AWS General Reference, "Signature Version 4 test suite"), whose
 * service is called `service`, and the example of ListUsers (IAM user guide, "Create a signed AWS API request"). Keys: AKIDEXAMPLE.
 */
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const VANILLA = '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'
const TOKEN =
  'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=='

test.each<[string, string, string, readonly string[], string, string]>([
  ['get-vanilla', 'GET', '/', [], '', VANILLA],
  ['post-vanilla', 'POST', '/', [], '', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  ['get-vanilla-empty-query-key', 'GET', '/?Param1=value1', [], '', 'a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb'],
  [
    'get-vanilla-query-order-key-case',
    'GET',
    '/?Param2=value2&Param1=value1',
    [],
    '',
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'get-vanilla-query-order-value',
    'GET',
    '/?Param1=value2&Param1=value1',
    [],
    '',
    '5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694',
  ],
  ['get-vanilla-utf8-query', 'GET', '/?ሴ=bar', [], '', '2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04'],
  ['get-utf8', 'GET', '/ሴ', [], '', '8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85'],
  ['get-space', 'GET', '/example space/', [], '', '652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741'],
  [
    'get-unreserved',
    'GET',
    '/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
    [],
    '',
    '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f',
  ],
  ['get-relative', 'GET', '/example/..', [], '', VANILLA],
  ['get-slash', 'GET', '//', [], '', VANILLA],
  ['get-slash-dot-slash', 'GET', '/./', [], '', VANILLA],
  ['get-slashes', 'GET', '//example//', [], '', '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84'],
  ['get-slash-pointless-dot', 'GET', '/./example', [], '', 'ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5'],
  [
    'get-header-key-duplicate',
    'GET',
    '/',
    ['My-Header1', 'value2', 'My-Header1', 'value2', 'My-Header1', 'value1'],
    '',
    'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
  ],
  [
    'get-header-value-trim',
    'GET',
    '/',
    ['My-Header1', ' value1', 'My-Header2', ' "a   b   c"'],
    '',
    'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  ],
  ['post-header-key-sort', 'POST', '/', ['My-Header1', 'value1'], '', 'c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c'],
  [
    'post-x-www-form-urlencoded',
    'POST',
    '/',
    ['Content-Type', 'application/x-www-form-urlencoded'],
    'Param1=value1',
    'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  ],
  [
    'post-sts-header-before',
    'POST',
    '/',
    ['X-Amz-Security-Token', TOKEN],
    '',
    '85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead',
  ],
])('the published example %s has its signature', (_name, method, target, headers, body, signature) => {
  const all = ['Host', 'example.amazonaws.com', 'X-Amz-Date', '20150830T123600Z', ...headers]
  expect(verifies({ method, target, headers: all, body }, 'service', signature)).toBe(true)
  expect(
    verifies(
      { method, target, headers: all, body },
      'service',
      signature.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    ),
  ).toBe(false)
})

test('the published example of ListUsers has its canonical request and its signature', () => {
  const headers = [
    'Host',
    'iam.amazonaws.com',
    'Content-Type',
    'application/x-www-form-urlencoded; charset=utf-8',
    'X-Amz-Date',
    '20150830T123600Z',
  ]
  const request = { method: 'GET', target: '/?Action=ListUsers&Version=2010-05-08', headers, body: '' }
  const { stringToSign } = canonical({ ...request, body: undefined }, signatureOf(headers, 'iam', ''))
  expect(stringToSign.split('\n').at(-1)).toBe('f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59')
  expect(verifies(request, 'iam', '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7')).toBe(true)
})

interface Example {
  readonly method: string
  readonly target: string
  readonly headers: string[]
  readonly body: string
}

function signatureOf(headers: readonly string[], service: string, signature: string): Signature {
  const names = [...new Set(headers.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase()))].sort()
  return {
    algorithm: 'AWS4-HMAC-SHA256',
    accessKeyId: 'AKIDEXAMPLE',
    date: '20150830',
    region: 'us-east-1',
    service,
    signedHeaders: names,
    signature,
    time: '20150830T123600Z',
    expires: undefined,
    sessionToken: undefined,
  }
}

function verifies({ body, ...request }: Example, service: string, signature: string): boolean {
  const read = signatureOf(request.headers, service, signature)
  return signedWith(SECRET, read, canonical({ ...request, body: body === '' ? undefined : Buffer.from(body) }, read))
}

describe('requests that are changed behind the signer', () => {
  let gateway: Gateway
  let host: string
  beforeAll(async () => {
    const signedOnly: TestMethod = { fn: 'Echo', method: { AuthorizationType: 'AWS_IAM' } }
    gateway = await emulate(restTemplate({ functions: { Echo: ECHO }, routes: { 'ANY /{proxy+}': signedOnly } }), {
      clock: new Date('2026-01-02T03:04:05Z'),
      verifySignatures: true,
    })
    host = `${gateway.outputs['ApiId']}.execute-api.us-east-1.amazonaws.com`
  })
  afterAll(() => gateway.stop())

  interface Sent extends Signed {
    readonly method: string
    readonly body: string
  }
  const send = async ({ method, target, headers, body }: Sent): Promise<number> => {
    const response = await gateway.fetch(target.replace(/^\/test/, ''), { method, headers, ...(method === 'GET' ? {} : { body }) })
    return response.status
  }

  const word = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/)
  const plain = fc.record({
    method: fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE'),
    path: fc.array(word, { minLength: 1, maxLength: 4 }),
    query: fc.uniqueArray(fc.tuple(word, word), { maxLength: 4, selector: ([name]) => name }),
    body: fc.string({ minLength: 1, maxLength: 60 }),
    header: word,
  })
  type Plain = typeof plain extends fc.Arbitrary<infer Value> ? Value : never

  const signedRequest = async ({ method, path, query, body, header }: Plain): Promise<Sent> => {
    const search = query.map(([name, value]) => `${name}=${value}`).join('&')
    const target = `/test/${path.join('/')}${search === '' ? '' : `?${search}`}`
    const { headers } = await sign({ method, host, target, headers: { 'x-custom': header }, body }, ROOT, { at: gateway.clock.now() })
    return { method, target, headers, body }
  }

  /** Another character of the same kind. */
  const turned = (text: string, at: number): string => {
    const place = at % text.length
    const was = text[place] ?? ''
    const next = /[0-9]/.test(was)
      ? String((Number(was) + 1) % 10)
      : was === 'z'
        ? 'y'
        : /[a-z]/.test(was)
          ? String.fromCharCode(was.charCodeAt(0) + 1)
          : 'q'
    return text.slice(0, place) + next + text.slice(place + 1)
  }
  const inHeader =
    (name: string, change: (value: string, at: number) => string) =>
    (sent: Sent, at: number): Sent => ({ ...sent, headers: { ...sent.headers, [name]: change(sent.headers[name] ?? '', at) } })
  const inAuthorization = (pattern: RegExp, change: (found: string, at: number) => string) =>
    inHeader('authorization', (value, at) => value.replace(pattern, (_all, before: string, found: string) => before + change(found, at)))
  const without =
    (name: string) =>
    (sent: Sent): Sent => {
      const { [name]: _gone, ...headers } = sent.headers
      return { ...sent, headers }
    }

  const changes: Readonly<Record<string, (sent: Sent, at: number) => Sent>> = {
    method: (sent) => ({ ...sent, method: sent.method === 'PUT' ? 'POST' : 'PUT' }),
    path: (sent, at) => {
      const [path = '', query] = sent.target.split('?')
      const rest = path.slice('/test/'.length)
      // A slash stays one: doubled and dotted segments are signed as if they were not there.
      const place = [...rest].findIndex((character, index) => index >= at % rest.length && character !== '/')
      return { ...sent, target: `/test/${turned(rest, Math.max(0, place))}${query === undefined ? '' : `?${query}`}` }
    },
    'a further segment': (sent) => ({ ...sent, target: sent.target.replace(/(?=\?|$)/, '/more') }),
    'a parameter more': (sent) => ({ ...sent, target: `${sent.target}${sent.target.includes('?') ? '&' : '?'}extra=1` }),
    'a parameter less': (sent) => ({ ...sent, target: sent.target.includes('?') ? sent.target.replace(/\?.*/, '') : `${sent.target}?a` }),
    'a parameter twice': (sent) => ({
      ...sent,
      target: sent.target.includes('?') ? `${sent.target}&${sent.target.split('?')[1]}` : `${sent.target}?b=`,
    }),
    body: (sent, at) => ({ ...sent, body: turned(sent.body, at) }),
    'body cut off': (sent) => ({ ...sent, body: sent.body.slice(0, -1) }),
    'body goes on': (sent) => ({ ...sent, body: `${sent.body} ` }),
    'a signed header': inHeader('x-custom', turned),
    'a signed header is gone': without('x-custom'),
    'the time': inHeader('x-amz-date', () => '20260102T030406Z'),
    'the time is gone': without('x-amz-date'),
    'the hash of the body': inHeader('x-amz-content-sha256', turned),
    'the body is not signed': inHeader('x-amz-content-sha256', () => 'UNSIGNED-PAYLOAD'),
    'the hash is gone': without('x-amz-content-sha256'),
    signature: inAuthorization(/(Signature=)([0-9a-f]+)/, turned),
    'signature in capitals': inAuthorization(/(Signature=)([0-9a-f]+)/, (found) =>
      /[a-f]/.test(found) ? found.toUpperCase() : `${found}0`,
    ),
    'signature cut off': inAuthorization(/(Signature=)([0-9a-f]+)/, (found) => found.slice(0, -2)),
    'another key': inAuthorization(/(Credential=)([^/]+)/, turned),
    'another day': inAuthorization(/(\/)(\d{8})/, () => '20260103'),
    'another region': inAuthorization(/(\/)(us-east-1)/, () => 'us-east-2'),
    'another service': inAuthorization(/(\/)(execute-api)/, () => 'lambda'),
    'another algorithm': inHeader('authorization', (value) => value.replace('AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA512')),
    'fewer signed headers': inAuthorization(/(SignedHeaders=)([^,]+)/, (found) => found.replace(/;x-custom/, '')),
    'other signed headers': inAuthorization(/(SignedHeaders=)([^,]+)/, (found) => `${found};x-other`),
    'signed headers in another order': inAuthorization(/(SignedHeaders=)([^,]+)/, (found) => found.split(';').reverse().join(';')),
    'the host is not signed': inAuthorization(/(SignedHeaders=)([^,]+)/, (found) => found.replace('host;', '')),
    'nothing is left': without('authorization'),
  }

  test(`${MUTATIONS} of them are refused, each being let in before`, async () => {
    const names = Object.keys(changes)
    await fc.assert(
      fc.asyncProperty(plain, fc.constantFrom(...names), fc.nat(), async (request, name, at) => {
        const good = await signedRequest(request)
        const bad = changes[name]?.(good, at) as Sent
        expect(bad).not.toEqual(good)
        expect([name, await send(bad)]).toEqual([name, 403])
      }),
      { numRuns: MUTATIONS },
    )
    expect(await send(await signedRequest({ method: 'POST', path: ['a', 'b'], query: [['x', '1']], body: 'text', header: 'h' }))).toBe(200)
  }, 120_000)
})
