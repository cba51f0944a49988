import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type App,
  aws_certificatemanager as acm,
  aws_dynamodb as dynamodb,
  type aws_lambda as lambda,
  type Stack,
  aws_sqs as sqs,
} from 'aws-cdk-lib'
import { emulate, type Gateway } from 'portico/testing'
import { type Received, startBackend } from '../support/backend'
import { appOf, handlerOf, templateOf } from '../support/cdk-apps'
import { certificate } from '../support/tls-client'
import { cartsApi } from './apis/carts'
import { plainCartsApi } from './apis/carts-plain'
import { ordersApi } from './apis/orders'
import { plainOrdersApi } from './apis/orders-plain'
import { partnersApi } from './apis/partners'
import { plainPartnersApi } from './apis/partners-plain'

const START = Date.UTC(2027, 0, 2, 3, 4, 5)
const json = (method: string, body: unknown, headers: Record<string, string> = {}) => ({
  method,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

/** One request of a corpus: what is asked, what has to come back; a number of seconds goes by before the next. */
type Ask = readonly [string, RequestInit & { clientCertificate?: string }, number, string | object | undefined, number?]

/** Sends a corpus; answers what came back, to be compared with what has to. */
async function answersTo(gateway: Gateway, corpus: readonly Ask[]) {
  const answers: unknown[] = []
  for (const [path, init, , , seconds] of corpus) {
    const response = await gateway.fetch(path, init)
    const text = await response.text()
    answers.push([`${init.method ?? 'GET'} ${path}`, response.status, text === '' ? '' : text.startsWith('{') ? JSON.parse(text) : text])
    if (seconds !== undefined) await gateway.clock.advance({ seconds })
  }
  return answers
}
const expected = (corpus: readonly Ask[]) =>
  corpus.map(([path, init, status, body]) => [`${init.method ?? 'GET'} ${path}`, status, body ?? expect.anything()])

const linesOf = (name: string) =>
  readFileSync(join(__dirname, 'apis', `${name}.ts`), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^(import|\/\*\*|})/.test(line)).length
const resourcesOf = (app: App) => Object.keys(templateOf(app).Resources).length

const ORDERS = `globalThis.calls = (globalThis.calls ?? 0) + 1
  const who = event.requestContext.authorizer.principalId
  const body = event.httpMethod === 'GET' ? { who, call: globalThis.calls } : event.httpMethod === 'POST' ? { made: JSON.parse(event.body).customer } : undefined
  return { statusCode: event.httpMethod === 'DELETE' ? 204 : event.httpMethod === 'POST' ? 201 : 200, body: JSON.stringify(body), headers: { 'Access-Control-Allow-Origin': event.headers.origin ?? event.headers.Origin ?? '' } }`
const JUDGE = `const allowed = event.authorizationToken !== 'nobody'
  return { principalId: event.authorizationToken, policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Resource: '*', Effect: allowed ? 'Allow' : 'Deny' }] } }`
const ordersParts = (stack: Stack) => ({
  orders: handlerOf(stack, 'OrdersFn', ORDERS) as lambda.IFunction,
  judge: handlerOf(stack, 'Judge', JUDGE) as lambda.IFunction,
})
const ADA = { Authorization: 'ada' }
const KEY = { ...ADA, 'x-api-key': 'acme-key-of-twenty-letters' }
const ORDER = { customer: 'Ada', items: [{ sku: 'tea' }] }
const ORDERS_CORPUS: readonly Ask[] = [
  ['/health', {}, 200, { status: 'ok' }],
  ['/orders?limit=5', {}, 401, { message: 'Unauthorized' }],
  [
    '/orders?limit=5',
    { headers: { Authorization: 'nobody' } },
    403,
    { message: 'User is not authorized to access this resource with an explicit deny in an identity-based policy' },
  ],
  ['/orders', { headers: ADA }, 400, { message: 'Missing required request parameters: [limit]' }],
  ['/orders?limit=5', { headers: ADA }, 200, { who: 'ada', call: 1 }],
  // From the cache; another caller and another page are other answers.
  ['/orders?limit=5', { headers: ADA }, 200, { who: 'ada', call: 1 }],
  ['/orders?limit=5', { headers: { Authorization: 'eve' } }, 200, { who: 'eve', call: 2 }],
  ['/orders?limit=6', { headers: ADA }, 200, { who: 'ada', call: 3 }],
  ['/orders/1', { headers: ADA }, 200, { who: 'ada', call: 4 }, 31],
  ['/orders?limit=5', { headers: ADA }, 200, { who: 'ada', call: 5 }],
  ['/orders/1', { headers: ADA }, 200, { who: 'ada', call: 4 }],
  ['/orders/2', { headers: ADA }, 200, { who: 'ada', call: 6 }, 60],
  ['/orders/1', { headers: ADA }, 200, { who: 'ada', call: 7 }],
  // Written with a key: three at once, five a day.
  ['/orders', json('POST', ORDER, ADA), 403, { message: 'Forbidden' }],
  ['/orders', json('POST', { customer: '' }, KEY), 400, { message: 'Invalid request body' }],
  ['/orders', json('POST', ORDER, KEY), 201, { made: 'Ada' }],
  ['/orders/1', { method: 'DELETE', headers: KEY }, 204, ''],
  ['/orders/1', { method: 'DELETE', headers: KEY }, 429, { message: 'Too Many Requests' }, 2],
  ['/orders/1', { method: 'DELETE', headers: KEY }, 204, ''],
  ['/orders/1', { method: 'DELETE', headers: KEY }, 204, ''],
  ['/orders/1', { method: 'DELETE', headers: KEY }, 429, { message: 'Limit Exceeded' }, 86_400],
  ['/orders/1', { method: 'DELETE', headers: KEY }, 204, ''],
]

test('an orders API with usage plans and caching', async () => {
  const apps = [appOf((stack) => ordersApi(stack, ordersParts(stack))), appOf((stack) => plainOrdersApi(stack, ordersParts(stack)))]
  for (const app of apps) {
    await using gateway = await emulate(app, { clock: new Date(START) })
    expect(await answersTo(gateway, ORDERS_CORPUS)).toEqual(expected(ORDERS_CORPUS))
    const refused = await gateway.fetch('/orders', { headers: { origin: 'https://admin.example.com' } })
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, '*'])
    const page = await gateway.fetch('/health', { headers: { origin: 'https://admin.example.com' } })
    expect(page.headers.get('access-control-allow-origin')).toBe('https://admin.example.com')
    const preflight = await gateway.fetch('/orders', { method: 'OPTIONS', headers: { origin: 'https://admin.example.com' } })
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, 'https://admin.example.com'])
  }
  expect(compare('orders', apps)).toMatchObject({ shorter: true })
})

const directory = mkdtempSync(join(tmpdir(), 'portico-partners-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

test('a partner API with keys, quotas, mutual TLS and versions', async () => {
  const authority = certificate({ commonName: 'Partners', authority: true, at: START })
  const clientCertificate = certificate({ commonName: 'acme', usage: 'client', at: START }, authority).certificate
  const stranger = certificate(
    { commonName: 'acme', usage: 'client', at: START },
    certificate({ commonName: 'Strangers', authority: true, at: START }),
  )
  const authorities = join(directory, 'partners.pem')
  writeFileSync(authorities, authority.certificate)
  const partsOf = (stack: Stack) => ({
    authorities,
    certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:000000000000:certificate/1'),
  })
  const headers = { 'x-api-key': 'acme-key-of-twenty-letters' }
  const at = (path: string) => `https://partners.example.com${path}`
  const corpus: readonly Ask[] = [
    [at('/v1/prices'), { headers }, 403, { message: 'Forbidden' }],
    [at('/v1/prices'), { headers, clientCertificate: stranger.certificate }, 403, { message: 'Forbidden' }],
    [at('/v1/prices'), { clientCertificate }, 403, { message: 'Forbidden' }],
    [at('/v1/prices'), { headers, clientCertificate }, 200, { tea: 3 }],
    [at('/v2/prices'), { headers, clientCertificate }, 200, { tea: { amount: 3, currency: 'EUR' } }],
    [at('/prices'), { headers, clientCertificate }, 200, { tea: { amount: 3, currency: 'EUR' } }],
    [at('/v1/prices/tea'), { headers, clientCertificate }, 200, { sku: 'tea' }],
    // Two a day of the old version; the other partner, and the new version, go on.
    [at('/v1/prices'), { headers, clientCertificate }, 429, { message: 'Limit Exceeded' }],
    [at('/v1/prices'), { headers: { 'x-api-key': 'umbrella-key-of-twenty-letters' }, clientCertificate }, 200, { tea: 3 }],
    [at('/v2/prices/tea'), { headers, clientCertificate }, 200, { sku: 'tea' }, 86_400],
    [at('/v1/prices'), { headers, clientCertificate }, 200, { tea: 3 }],
    [at('/v3/prices'), { headers, clientCertificate }, 403, { message: 'Missing Authentication Token' }],
    ['/prices', { headers, clientCertificate }, 403, { message: 'Forbidden' }],
  ]
  const apps = [appOf((stack) => partnersApi(stack, partsOf(stack))), appOf((stack) => plainPartnersApi(stack, partsOf(stack)))]
  for (const [index, app] of apps.entries()) {
    await using gateway = await emulate(app, { clock: new Date(START), api: index === 0 ? 'Partners-v1' : 'Partners v1' })
    expect(await answersTo(gateway, corpus)).toEqual(expected(corpus))
  }
  expect(compare('partners', apps)).toMatchObject({ shorter: true })
})

/** DynamoDB and SQS, as far as the API below calls them. */
function fakeServices(table: Map<string, Record<string, unknown>>, queue: URLSearchParams[]) {
  return ({ headers, body }: Received): { status: number; body: unknown } => {
    const operation = String(headers['x-amz-target'] ?? '').split('.')[1]
    if (operation === undefined) {
      queue.push(new URLSearchParams(body))
      return { status: 200, body: { SendMessageResponse: { SendMessageResult: { MessageId: `m-${queue.length}` } } } }
    }
    const { Key, Item, ExpressionAttributeValues } = JSON.parse(body) as Record<string, Record<string, { S: string }>>
    const id = (Key ?? Item)?.['id']?.S ?? ''
    if (operation === 'PutItem') table.set(id, Item as Record<string, unknown>)
    if (operation === 'DeleteItem') table.delete(id)
    if (operation === 'UpdateItem') {
      const item = table.get(id)
      if (item === undefined) return { status: 400, body: { __type: 'ConditionalCheckFailedException', message: 'secret' } }
      table.set(id, { ...item, customer: ExpressionAttributeValues?.[':v0'] })
      return { status: 200, body: { Attributes: table.get(id) } }
    }
    return { status: 200, body: operation === 'GetItem' && table.has(id) ? { Item: table.get(id) } : {} }
  }
}

const CARTS_CORPUS: readonly Ask[] = [
  ['/carts/1', {}, 404, { message: 'Not Found' }],
  ['/carts/1', json('PUT', { customer: 'Ada "O\'Hara"', total: 12.5 }), 200, {}],
  ['/carts/1', {}, 200, { id: '1', customer: 'Ada "O\'Hara"', total: 12.5 }],
  ['/carts/1', json('PUT', { customer: 'Ada', total: -1 }), 400, { message: 'Invalid request body' }],
  ['/carts/1', json('PATCH', { customer: 'Eve' }), 200, { id: '1', customer: 'Eve', total: 12.5 }],
  ['/carts/2', json('PATCH', { customer: 'Eve' }), 400, { message: 'Bad Request' }],
  ['/carts/"},"x":{"S":"y', {}, 404, { message: 'Not Found' }],
  ['/carts/1', { method: 'DELETE' }, 204, ''],
  ['/carts/1', {}, 404, { message: 'Not Found' }],
  ['/jobs', json('POST', { job: 'a&b=c' }, { 'x-tenant': 'acme' }), 202, { messageId: 'm-1' }],
  [
    '/jobs',
    { method: 'POST', body: 'Action=PurgeQueue', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    415,
    { message: 'Unsupported Media Type' },
  ],
]

test('an API of DynamoDB and SQS without a function', async () => {
  const env = 'arn:aws'
  const partsOf = (stack: Stack) => ({
    carts: dynamodb.Table.fromTableArn(stack, 'Table', `${env}:dynamodb:us-east-1:000000000000:table/carts`),
    jobs: sqs.Queue.fromQueueArn(stack, 'Queue', `${env}:sqs:us-east-1:000000000000:jobs`),
  })
  const apps = [appOf((stack) => cartsApi(stack, partsOf(stack))), appOf((stack) => plainCartsApi(stack, partsOf(stack)))]
  for (const app of apps) {
    const [table, queue]: [Map<string, Record<string, unknown>>, URLSearchParams[]] = [new Map(), []]
    const serve = fakeServices(table, queue)
    await using backend = await startBackend((received, response) => {
      const { status, body } = serve(received)
      response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.0' })
      response.end(JSON.stringify(body))
    })
    await using gateway = await emulate(app, { clock: new Date(START), services: backend.url })
    expect(await answersTo(gateway, CARTS_CORPUS)).toEqual(expected(CARTS_CORPUS))
    expect(queue.map((message) => [message.get('MessageBody'), message.get('MessageAttribute.1.Value.StringValue')])).toEqual([
      ['{"job":"a&b=c"}', 'acme'],
    ])
  }
  expect(compare('carts', apps)).toMatchObject({ shorter: true })
})

/** Lines of code and resources of an API, ours and plainly; `PORTICO_FIGURES=1` prints them. */
function compare(name: string, [ours, plain]: readonly App[]) {
  const figures = {
    lines: [linesOf(name), linesOf(`${name}-plain`)] as const,
    resources: [resourcesOf(ours as App), resourcesOf(plain as App)] as const,
  }
  if (process.env['PORTICO_FIGURES'] !== undefined) console.log(name, figures)
  return { ...figures, shorter: figures.lines[0] * 2 < figures.lines[1] && figures.resources[0] <= figures.resources[1] }
}
