import fc from 'fast-check'
import { firstHeader } from '../../../emulator/base/headers'
import { WIRES } from '../../../emulator/protocols/wires'
import { bindingOf, FORM, type RawCall, rawPlane } from './raw-call'

const everyOperation = (name: keyof typeof WIRES) => {
  const client: Readonly<Record<string, unknown>> = WIRES[name].client()
  const names = Object.values(client).flatMap((exported) => (Array.isArray(exported) && exported[0] === 9 ? [exported[2] as string] : []))
  return bindingOf(name, Object.fromEntries(names.map((operation) => [operation, () => ({})])))
}
const NAMES = ['apigateway', 'cloudformation', 'iam', 'lambda', 'logs', 's3', 'ssm'] as const
const plane = rawPlane(NAMES.map(everyOperation))

const json = (target: string) => ['X-Amz-Target', target, 'Content-Type', 'application/x-amz-json-1.1']
const CBOR = ['smithy-protocol', 'rpc-v2-cbor', 'Content-Type', 'application/cbor']
const PUT_PARAMETER = { signed: 'ssm', headers: json('AmazonSSM.PutParameter') }
const INTEGRATION = { signed: 'apigateway', method: 'PUT', target: '/restapis/a/resources/b/methods/GET/integration' }
const IN_CBOR = { signed: 'ssm', target: '/service/AmazonSSM/operation/PutParameter', headers: CBOR }
const NOT_UTF8 = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])
const DEEP = 100_000

const MALFORMED: [name: string, call: RawCall, status: number, code: string, message?: string][] = [
  // Recorded: facts/09, section 4; facts/13, 125.
  [
    'a boolean for a text',
    { ...INTEGRATION, body: '{"type":"HTTP","requestParameters":{"a":true}}' },
    400,
    'SerializationException',
    'class java.lang.Boolean can not be converted to an String',
  ],
  [
    'a number for a text',
    { ...INTEGRATION, body: '{"uri":5}' },
    400,
    'SerializationException',
    'class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String',
  ],
  ['a list for a text', { ...PUT_PARAMETER, body: '{"Name":[]}' }, 400, 'SerializationException', 'Start of list found where not expected'],
  [
    'a structure for a text',
    { ...PUT_PARAMETER, body: '{"Name":{}}' },
    400,
    'SerializationException',
    'Start of structure or map found where not expected.',
  ],
  ['a text for a list', { ...PUT_PARAMETER, body: '{"Tags":"a"}' }, 400, 'SerializationException', 'Expected list or null'],
  ['a text for a boolean', { ...PUT_PARAMETER, body: '{"Overwrite":"yes"}' }, 400, 'SerializationException'],
  ['a list for the whole', { ...PUT_PARAMETER, body: '[]' }, 400, 'SerializationException'],
  ['broken JSON', { ...PUT_PARAMETER, body: '{"Name"' }, 400, 'SerializationException'],
  ['broken JSON over REST', { ...INTEGRATION, body: '{' }, 400, 'SerializationException'],
  ['JSON that is not UTF-8', { ...PUT_PARAMETER, body: NOT_UTF8 }, 400, 'SerializationException'],
  ['JSON nested deep', { ...PUT_PARAMETER, body: `{"Tags":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}` }, 400, 'SerializationException'],
  [
    'bytes that are not base64',
    { signed: 'lambda', target: '/2015-03-31/functions', body: '{"Code":{"ZipFile":"%"}}' },
    400,
    'SerializationException',
  ],
  ['no number in the query', { signed: 'apigateway', method: 'GET', target: '/restapis?limit=x' }, 400, 'SerializationException'],
  ['broken CBOR', { ...IN_CBOR, body: Buffer.from([0xa1, 0x64]) }, 400, 'SerializationException'],
  ['CBOR of another type', { ...IN_CBOR, body: Buffer.from([0xa1, 0x64, ...Buffer.from('Name'), 0x05]) }, 400, 'SerializationException'],
  ['CBOR nested deep', { ...IN_CBOR, body: Buffer.alloc(DEEP, 0x81) }, 400, 'SerializationException'],
  ['a form that is not UTF-8', { signed: 'iam', headers: FORM, body: NOT_UTF8 }, 400, 'SerializationException'],
  ['a form nested deep', { signed: 'iam', headers: FORM, body: `Action=ListRoles&${'a.'.repeat(DEEP)}b=1` }, 400, 'SerializationException'],
  ['no number in a form', { signed: 'iam', headers: FORM, body: 'Action=ListRoles&MaxItems=many' }, 400, 'SerializationException'],
  [
    'a text for a structure in a form',
    { signed: 'iam', headers: FORM, body: 'Action=TagRole&Tags.member.1=a' },
    400,
    'SerializationException',
  ],
  [
    'an unknown action',
    { signed: 'iam', headers: FORM, body: 'Action=Fly' },
    400,
    'InvalidAction',
    'Could not find operation Fly for version 2010-05-08',
  ],
  ['no action', { signed: 'iam', headers: FORM, body: 'a=b' }, 400, 'MissingAction'],
  ['an unknown target', { signed: 'ssm', headers: json('AmazonSSM.Fly'), body: '{}' }, 400, 'UnknownOperationException'],
  ['no target', { signed: 'ssm', body: '{}' }, 400, 'UnknownOperationException'],
  [
    'an operation that only objects have',
    { signed: 'ssm', headers: json('AmazonSSM.constructor'), body: '{}' },
    400,
    'UnknownOperationException',
  ],
  ['an unknown operation of RPC v2', { ...IN_CBOR, target: '/service/AmazonSSM/operation/Fly' }, 404, 'UnknownOperationException'],
  ['an unknown path', { signed: 'apigateway', method: 'PUT', target: '/restapis' }, 404, 'UnknownOperationException'],
  ['broken XML', { signed: 's3', target: '/b?delete', body: '<Delete><Object>' }, 400, 'MalformedXML'],
  ['XML nested deep', { signed: 's3', target: '/b?delete', body: '<a>'.repeat(DEEP) }, 400, 'MalformedXML'],
  ['XML of another type', { signed: 's3', target: '/b?delete', body: '<Delete><Object>text</Object></Delete>' }, 400, 'MalformedXML'],
  ['a body too large', { ...PUT_PARAMETER, body: Buffer.alloc(10_485_761, ' ') }, 413, 'RequestEntityTooLargeException'],
]

test.each(MALFORMED.map(([name, call, status, code, message = '']) => [name, { call, status, code, message }] as const))(
  '%s',
  async (_, { call, status, code, message }) => {
    const response = await plane(call)
    expect(response?.status).toBe(status)
    const body = String(response?.body)
    expect(`${firstHeader(response?.headers ?? [], 'x-amzn-errortype')} ${body}`).toContain(code)
    expect(body).toContain(message)
  },
)

test('a percent sign that encodes nothing is itself', async () => {
  expect((await plane({ signed: 'apigateway', method: 'GET', target: '/restapis/%zz%?limit=5&position=%' }))?.status).toBe(200)
})

test('__proto__ is a name like others', async () => {
  let input: { Tags?: unknown; tags?: Record<string, unknown> } = {}
  const binding = bindingOf('apigateway', {
    CreateRestApi: (given) => {
      input = given
      return {}
    },
  })
  await rawPlane([binding])({
    signed: 'apigateway',
    target: '/restapis',
    body: '{"name":"a","__proto__":{"description":"b"},"tags":{"__proto__":"c"}}',
  })
  expect(Object.keys(input)).toEqual(['name', 'tags'])
  expect(Object.entries(input.tags as object)).toEqual([['__proto__', 'c']])
  expect(({} as Record<string, unknown>)['description']).toBeUndefined()
})

test('whatever is sent, an answer comes, and it is never our own bug', async () => {
  const printed = jest.spyOn(console, 'error').mockImplementation(() => {})
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    ':',
    ',',
    '<',
    '>',
    '/',
    '&',
    '=',
    '.',
    '%',
    '\\',
    'Name',
    'Tags',
    'member',
    '1',
    'null',
    'true',
    '\u0000',
    'é',
    '1e999',
    '-',
    '__proto__',
  )
  const broken = fc.array(piece, { maxLength: 30 }).map((pieces) => Buffer.from(pieces.join('')))
  const document = fc
    .dictionary(
      fc.constantFrom('Name', 'Tags', 'Names', 'name', 'tags', 'Code', 'patchOperations', 'logGroupName', 'Key'),
      fc.jsonValue({ maxDepth: 3 }),
    )
    .map((value) => Buffer.from(JSON.stringify(value)))
  const form = fc
    .array(
      fc.tuple(
        fc.constantFrom('RoleName', 'Tags.member.1.Key', 'Tags.1', 'Tags', 'Action', '..', 'MaxItems', 'Parameters.member.1'),
        fc.string({ maxLength: 8 }),
      ),
      { maxLength: 5 },
    )
    .map((pairs) => Buffer.from(`Action=CreateRole&${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`))
  const request = fc.record({
    signed: fc.constantFrom(...NAMES),
    method: fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD'),
    target: fc.oneof(
      fc.constantFrom(
        '/',
        '/restapis',
        '/restapis/a/resources/b/methods/GET/integration',
        '/2015-03-31/functions/f/invocations',
        '/b/k?tagging',
        '/b?delete',
        '/service/AmazonSSM/operation/PutParameter',
      ),
      fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join('')}`),
    ),
    headers: fc.constantFrom<string[]>(
      [],
      FORM,
      CBOR,
      json('AmazonSSM.PutParameter'),
      json('Logs_20140328.PutLogEvents'),
      json('.'),
      ['Content-Encoding', 'aws-chunked'],
      ['Authorization', 'Credential=//'],
      ['x-amz-meta-', '\u0080'],
    ),
    body: fc.oneof(broken, document, form, fc.uint8Array({ maxLength: 40 })),
  })
  await fc.assert(
    fc.asyncProperty(request, async (call) => {
      const response = await plane(call)
      expect(response?.status ?? 0).toBeLessThan(500)
    }),
    { numRuns: 4_000, interruptAfterTimeLimit: 3_000 },
  )
  expect(printed).not.toHaveBeenCalled()
  printed.mockRestore()
})
