import { request } from 'node:http'
import { emulate, type Gateway } from '../../../emulator/testing/index'
import { type Backend, startBackend } from '../../support/backend'
import { restTemplate } from '../../support/rest-template'

/** Answers what the request's body says. */
const OBEY = 'exports.handler = async ({ body }) => JSON.parse(body)'
const declared = { MethodResponses: [{ StatusCode: '200', ResponseParameters: { 'method.response.header.X-Back': false } }] }

let backend: Backend
let gateway: Gateway
beforeAll(async () => {
  // Answers its request's body, and passes a header on byte for byte.
  backend = await startBackend(({ bytes, headers }, response) => {
    response.writeHead(200, ['Content-Type', 'application/json', 'X-Back', String(headers['x-forth'] ?? '')])
    response.end(bytes)
  })
  const template = restTemplate({
    routes: {
      'POST /proxy': { fn: 'Obey' },
      'GET /override': {
        integration: {
          Type: 'MOCK',
          RequestTemplates: { 'application/json': '{"statusCode": 200}' },
          IntegrationResponses: [
            {
              StatusCode: '200',
              ResponseTemplates: {
                'application/json': `#set($context.responseOverride.header[$input.params('name')] = $input.params('value'))ok`,
              },
            },
          ],
        },
        method: { MethodResponses: [{ StatusCode: '200' }] },
      },
      'POST /http': {
        integration: {
          Type: 'HTTP',
          IntegrationHttpMethod: 'POST',
          Uri: backend.url,
          RequestParameters: { 'integration.request.header.X-Forth': 'method.request.querystring.forth' },
          IntegrationResponses: [
            { StatusCode: '200', ResponseParameters: { 'method.response.header.X-Back': 'integration.response.body.back' } },
          ],
        },
        method: { ...declared, RequestParameters: { 'method.request.querystring.forth': false } },
      },
      'POST /through': { integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'POST', Uri: backend.url } },
    },
    functions: { Obey: OBEY },
    resources: {
      Missing: {
        Type: 'AWS::ApiGateway::GatewayResponse',
        Properties: {
          RestApiId: { Ref: 'Api' },
          ResponseType: 'DEFAULT_4XX',
          ResponseParameters: { 'gatewayresponse.header.X-Back': 'method.request.querystring.back' },
        },
      },
      Url: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE', TargetFunctionArn: { 'Fn::GetAtt': ['Obey', 'Arn'] } } },
      UrlPermission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunctionUrl',
          FunctionName: { Ref: 'Obey' },
          Principal: '*',
          FunctionUrlAuthType: 'NONE',
        },
      },
    },
  })
  const deployment = (template['Resources'] as Record<string, { DependsOn: string[] }>)['Deployment']
  deployment?.DependsOn.push('Missing')
  const Outputs = { ...(template['Outputs'] as object), Url: { Value: { 'Fn::GetAtt': ['Url', 'FunctionUrl'] } } }
  gateway = await emulate({ ...template, Outputs }, { port: 0 })
})
afterAll(async () => {
  await gateway.stop()
  await backend.stop()
})

interface Answer {
  readonly status: number | undefined
  readonly body: string
  readonly back: string | undefined
}

/** Over a socket, with every byte of a header a character. */
function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((done, fail) => {
    const stage = 'Host' in headers ? '' : `/_aws/execute-api/${gateway.outputs['ApiId']}/test`
    const url = `${gateway.url}${stage}${path}`
    const sent = request(url, { method, headers: { 'Content-Type': 'application/json', ...headers } }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => done({ status: response.statusCode, body: text, back: response.headers['x-back'] as string | undefined }))
    })
    sent.on('error', fail)
    sent.end(body === undefined ? undefined : Buffer.from(JSON.stringify(body)))
  })
}

const REFUSED = { body: '{"message": "Internal server error"}', back: undefined }
const UNSENDABLE: [string, string, string][] = [
  ['a line break', 'X-Back', 'a\r\nSet-Cookie: b=1'],
  ['a control character', 'X-Back', '\u0001'],
  ['a character of several bytes', 'X-Back', '€'],
  ['a name with a space', 'X Back', 'a'],
  ['no name', '', 'a'],
]

describe.each(UNSENDABLE)('%s', (_what, name, value) => {
  test('from a function is a malformed response', async () => {
    const answer = { statusCode: 200, body: 'hi', headers: { [name]: value } }
    expect(await ask('POST', '/proxy', answer)).toEqual({ status: 502, ...REFUSED })
    const fromUrl = await gateway.fetch(gateway.outputs['Url'] as string, { method: 'POST', body: JSON.stringify(answer) })
    expect(fromUrl.status).toBe(502)
  })

  test('from a template is a configuration error', async () => {
    const query = `name=${encodeURIComponent(name)}&value=${encodeURIComponent(value)}`
    expect(await ask('GET', `/override?${query}`)).toEqual({ status: 500, ...REFUSED })
  })
})

test.each(UNSENDABLE.slice(0, 3))(
  '%s in a mapped value is a configuration error, and an error response goes without it',
  async (...row) => {
    const value = row[2]
    expect(await ask('POST', '/http', { back: value })).toEqual({ status: 500, ...REFUSED })
    expect(await ask('POST', `/http?forth=${encodeURIComponent(value)}`, {})).toEqual({ status: 500, ...REFUSED })
    expect(await ask('GET', `/nowhere?back=${encodeURIComponent(value)}`)).toEqual({
      status: 403,
      body: '{"message":"Missing Authentication Token"}',
      back: undefined,
    })
  },
)

test('the name of a file may have letters of one byte', async () => {
  const name = 'attachment; filename="é.pdf"'
  const answer = { statusCode: 200, headers: { 'Content-Disposition': name, 'X-Back': 'a' }, body: 'hi' }
  expect(await ask('POST', '/proxy', answer)).toEqual({ status: 200, body: 'hi', back: 'a' })
})

test('what can be sent is: one byte a character, whatever the body is', async () => {
  expect(await ask('POST', '/http', { back: 'é' })).toEqual({ status: 200, body: '{"back":"é"}', back: 'é' })
  expect(await ask('GET', '/nowhere?back=%C3%A9')).toMatchObject({ status: 403, back: 'é' })
  expect(await ask('POST', '/proxy', { statusCode: 200, headers: { 'X-Back': 'é' }, body: '€' })).toEqual({
    status: 200,
    body: '€',
    back: 'é',
  })
  const bytes = Buffer.from('é').toString('latin1')
  expect(await ask('POST', '/through', {}, { 'X-Forth': bytes })).toEqual({ status: 200, body: '{}', back: bytes })
})

test.each(['1', '500', '-1', 'two', ''])('the length of a body is its own, not %j', async (length) => {
  const answer = { statusCode: 200, headers: { 'Content-Length': length, 'X-Back': 'a' }, body: 'hi' }
  const Host = new URL(gateway.outputs['Url'] as string).host
  expect(await ask('POST', '/', answer, { Host })).toEqual({ status: 200, body: 'hi', back: 'a' })
})

test('trailers are not announced where none can follow', async () => {
  const answer = { statusCode: 200, headers: { Trailer: 'X-Sum', 'X-Back': 'a' }, body: 'hi' }
  const Host = new URL(gateway.outputs['Url'] as string).host
  expect(await ask('POST', '/', answer, { Host })).toEqual({ status: 200, body: 'hi', back: 'a' })
})
