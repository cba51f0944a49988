import { type Case, type Given, type Request, recorded, type Source, type Step, type Then } from '../case'

/** Objects of S3 through type AWS, the way in which payload conversion was recorded. */
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00])
const BASE64 = 'iVBORw=='
const DECODED = new Uint8Array([0x89, 0x50, 0x4e, 0x47])
const PNG_BASE64 = 'iVBOR/8A'
/** PNG read as UTF-8: what is no UTF-8 became U+FFFD. */
const CORRUPT = new Uint8Array([0xef, 0xbf, 0xbd, 0x50, 0x4e, 0x47, 0xef, 0xbf, 0xbd, 0x00])

const s3 = (handling: string | undefined, response: object, more: object) => ({
  integration: {
    Type: 'AWS',
    IntegrationHttpMethod: 'ANY',
    Credentials: 'arn:aws:iam::000000000000:role/caller',
    Uri: 'arn:aws:apigateway:us-east-1:s3:path/objects/{key}',
    RequestParameters: {
      'integration.request.path.key': 'method.request.path.key',
      'integration.request.header.Content-Type': 'method.request.header.Content-Type',
    },
    ...(handling === undefined ? {} : { ContentHandling: handling }),
    IntegrationResponses: [
      { StatusCode: '200', ResponseParameters: { 'method.response.header.ETag': 'integration.response.header.ETag' }, ...response },
    ],
    ...more,
  },
  method: {
    RequestParameters: { 'method.request.path.key': true, 'method.request.header.Content-Type': false },
    MethodResponses: [{ StatusCode: '200', ResponseParameters: { 'method.response.header.ETag': false } }],
  },
})
const TEMPLATES = { 'application/json': '$input.body' }
const data = { 'application/json': '{"data": "$input.body"}' }
const HANDLINGS = [
  ['none', undefined],
  ['text', 'CONVERT_TO_TEXT'],
  ['binary', 'CONVERT_TO_BINARY'],
] as const

const routes: Given['routes'] = {
  ...Object.fromEntries(HANDLINGS.map(([name, handling]) => [`PUT /put-${name}/{key}`, s3(handling, {}, {})])),
  ...Object.fromEntries(
    HANDLINGS.map(([name, handling]) => [
      `GET /get-${name}/{key}`,
      s3(undefined, handling === undefined ? {} : { ContentHandling: handling }, {}),
    ]),
  ),
  'PUT /template-binary/{key}': s3('CONVERT_TO_BINARY', {}, { RequestTemplates: TEMPLATES }),
  'GET /template-text/{key}': s3(undefined, { ContentHandling: 'CONVERT_TO_TEXT', ResponseTemplates: data }, {}),
  'GET /template-binary/{key}': s3(undefined, { ContentHandling: 'CONVERT_TO_BINARY', ResponseTemplates: data }, {}),
  'ANY /any/{key}': s3(undefined, {}, {}),
}
const plain: Given = { routes }
const withPng: Given = { routes, api: { BinaryMediaTypes: ['image/png'] } }

const BUCKET: Step = { call: 'PUT /objects', service: 's3' }
const FAILED: Then = { status: 500, body: '{"message": "Internal server error"}' }

/** Puts a payload through the gateway; what S3 then has is the answer. */
const put = (
  what: string,
  given: Given,
  handling: string,
  type: string,
  body: string | Uint8Array,
  stored: string | Uint8Array | Then,
  source: Source,
): Case => {
  const key = what.replaceAll('-', '')
  const request: Request = { method: 'PUT', path: `/${handling}/${key}`, headers: { 'Content-Type': type }, body }
  const isThen = typeof stored === 'object' && !(stored instanceof Uint8Array)
  return {
    id: `rest.binary-request.${what}`,
    given,
    when: isThen ? [BUCKET, request] : [BUCKET, request, { call: `GET /objects/${key}`, service: 's3' }],
    then: isThen ? stored : { status: 200, body: stored },
    source,
  }
}
/** Gets an object of S3 through the gateway. */
const get = (
  what: string,
  given: Given,
  handling: string,
  [type, body]: readonly [string, string | Uint8Array],
  accept: string,
  wanted: string | Uint8Array | Then,
  source: Source,
): Case => ({
  id: `rest.binary-response.${what}`,
  given,
  when: [
    BUCKET,
    { call: 'PUT /objects/stored', service: 's3', headers: { 'Content-Type': type }, body },
    { path: `/${handling}/stored`, headers: { Accept: accept } },
  ],
  then: typeof wanted === 'object' && !(wanted instanceof Uint8Array) ? wanted : { status: 200, body: wanted },
  source,
})

const REQUEST_TEXT = recorded('facts/13, 325')
const REQUEST_BINARY = recorded('facts/13, 326')
const TO_BINARY = recorded('facts/13, 327')
const WITH_TEMPLATE = recorded('facts/13, 328')

export const BINARY_REQUEST: readonly Case[] = [
  put('text', plain, 'put-none', 'text/plain', 'héllo', 'héllo', REQUEST_TEXT),
  put('bytes-as-text', plain, 'put-none', 'image/png', PNG, CORRUPT, REQUEST_TEXT),
  put('text-to-text', plain, 'put-text', 'text/plain', 'héllo', 'héllo', REQUEST_TEXT),
  put('bytes-to-text-without-binary-types', plain, 'put-text', 'image/png', PNG, CORRUPT, REQUEST_TEXT),
  put('binary', withPng, 'put-none', 'image/png', PNG, PNG, REQUEST_BINARY),
  put('binary-to-text', withPng, 'put-text', 'image/png', PNG, PNG_BASE64, REQUEST_BINARY),
  put('bytes-of-another-type', withPng, 'put-none', 'image/gif', PNG, CORRUPT, REQUEST_BINARY),
  put('bytes-of-another-type-to-text', withPng, 'put-text', 'image/gif', PNG, CORRUPT, REQUEST_BINARY),
  put('text-of-another-type', withPng, 'put-none', 'text/plain', 'text', 'text', REQUEST_BINARY),
  put('base64-to-binary', plain, 'put-binary', 'text/plain', BASE64, DECODED, TO_BINARY),
  put('text-to-binary', plain, 'put-binary', 'text/plain', 'no base64!', FAILED, TO_BINARY),
  put('bytes-to-binary', plain, 'put-binary', 'image/png', PNG, FAILED, TO_BINARY),
  put('binary-to-binary', withPng, 'put-binary', 'image/png', PNG, PNG, TO_BINARY),
  put('base64-of-another-type-to-binary', withPng, 'put-binary', 'text/plain', BASE64, DECODED, TO_BINARY),
  put('template-of-binary', plain, 'template-binary', 'application/json', BASE64, FAILED, WITH_TEMPLATE),
  put('no-template-for-the-type', plain, 'template-binary', 'text/plain', BASE64, DECODED, WITH_TEMPLATE),
  put('binary-without-a-template-for-it', withPng, 'template-binary', 'image/png', PNG, PNG, WITH_TEMPLATE),
  put('type-is-the-clients', withPng, 'put-text', 'image/png', 'text', 'dGV4dA==', recorded('facts/13, 333')),
]

const text = ['text/plain', 'text'] as const
const encoded = ['text/plain', BASE64] as const
const image = ['image/png', PNG] as const
const ANY = 'text/plain'
const NONE = recorded('facts/02, section 9')
const TO_TEXT = recorded('facts/13, 330')
const TYPE = recorded('facts/13, 333')
const TEMPLATE = recorded('facts/13, 332')

export const BINARY_RESPONSE: readonly Case[] = [
  get('text', plain, 'get-none', text, ANY, 'text', NONE),
  get('bytes-without-binary-types', plain, 'get-none', image, 'image/png', CORRUPT, NONE),
  get('text-for-a-binary-accept', withPng, 'get-none', encoded, 'image/png', DECODED, NONE),
  get('text-that-is-no-base64-for-a-binary-accept', withPng, 'get-none', ['text/plain', 'no base64!'], 'image/png', FAILED, NONE),
  get('binary-for-a-text-accept', withPng, 'get-none', image, ANY, PNG_BASE64, TYPE),
  get('binary-for-a-binary-accept', withPng, 'get-none', image, 'image/png', PNG, TYPE),
  get('type-is-the-services', withPng, 'get-none', ['image/gif', PNG], ANY, CORRUPT, TYPE),
  get('text-to-text', withPng, 'get-text', text, ANY, 'text', TO_TEXT),
  get('text-to-text-for-a-binary-accept', withPng, 'get-text', text, 'image/png', 'text', TO_TEXT),
  get('binary-to-text', withPng, 'get-text', image, ANY, PNG_BASE64, TO_TEXT),
  get('binary-to-text-for-a-binary-accept', withPng, 'get-text', image, 'image/png', PNG_BASE64, TO_TEXT),
  get('text-to-binary', withPng, 'get-binary', encoded, ANY, DECODED, NONE),
  get('text-that-is-no-base64-to-binary', withPng, 'get-binary', ['text/plain', 'no base64!'], ANY, FAILED, NONE),
  get('binary-to-binary', withPng, 'get-binary', image, ANY, PNG, NONE),
  get('binary-to-binary-for-a-binary-accept', withPng, 'get-binary', image, 'image/png', PNG, NONE),
  get('template-of-text', plain, 'template-text', text, ANY, '{"data": "text"}', TEMPLATE),
  get('template-of-base64', withPng, 'template-text', image, ANY, `{"data": "${PNG_BASE64}"}`, TEMPLATE),
  get('template-of-binary', withPng, 'template-binary', image, ANY, FAILED, TEMPLATE),
  get('template-of-text-to-binary', plain, 'template-binary', encoded, ANY, FAILED, TEMPLATE),
  get('etag', plain, 'get-none', text, ANY, { status: 200, headers: { ETag: /^"[0-9a-f]{32}"$/ } }, recorded('facts/13, 334')),
]

const steps = (...last: readonly Step[]): readonly Step[] => [BUCKET, ...last]
const stored: Step = { call: 'PUT /objects/thing', service: 's3', body: 'stored' }

export const S3: readonly Case[] = [
  {
    id: 'rest.s3.put-by-the-clients-method',
    given: plain,
    when: steps({ method: 'PUT', path: '/any/made', body: 'made' }, { call: 'GET /objects/made', service: 's3' }),
    then: { status: 200, body: 'made' },
    source: recorded('facts/13, 335'),
  },
  {
    id: 'rest.s3.get-by-the-clients-method',
    given: plain,
    when: steps(stored, { path: '/any/thing' }),
    then: { status: 200, body: 'stored' },
    source: recorded('facts/13, 335'),
  },
  {
    id: 'rest.s3.delete-by-the-clients-method',
    given: plain,
    when: steps(stored, { method: 'DELETE', path: '/any/thing' }, { call: 'GET /objects/thing', service: 's3' }),
    then: { status: 404 },
    source: recorded('facts/13, 335'),
  },
  {
    id: 'rest.s3.missing-object-is-xml-with-the-status-of-the-response',
    given: plain,
    when: steps({ path: '/any/nothing' }),
    then: { status: 200, body: /<Code>NoSuchKey<\/Code>/ },
    source: recorded('facts/02, section 3'),
  },
]
