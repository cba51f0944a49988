import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda'

const ROUTES: Record<string, string> = {
  list: 'GET /orders',
  create: 'POST /orders',
  get: 'GET /orders/{id}',
  delete: 'DELETE /orders/{id}',
}

/** A fresh environment of the function: memory as it is after a cold start. */
function environment() {
  let handler: ((event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>) | undefined
  jest.isolateModules(() => {
    handler = require('../../../lambda/orders').handler
  })
  return async (what: string, id?: string, body?: unknown, headers: Record<string, string> = {}) => {
    const [httpMethod, resource] = (ROUTES[what] ?? what).split(' ')
    const event = {
      httpMethod,
      resource,
      headers,
      pathParameters: id === undefined ? null : { id },
      body: body === undefined ? null : JSON.stringify(body),
      requestContext: { stage: 'dev', requestTimeEpoch: Date.UTC(2026, 0, 7, 12) },
    } as unknown as APIGatewayProxyEvent
    const answer = await handler?.(event, { awsRequestId: 'request-1' } as Context)
    return { ...answer, json: answer?.body ? JSON.parse(answer.body) : undefined }
  }
}

const ORDER = { customer: 'Edsger', items: [{ sku: 'pen', quantity: 3 }] }
let log: jest.SpyInstance
beforeEach(() => {
  log = jest.spyOn(console, 'log').mockImplementation(() => undefined)
})
afterEach(() => log.mockRestore())

test('an order is created, listed, read and deleted', async () => {
  const ask = environment()
  const created = await ask('create', undefined, ORDER)
  expect(created).toMatchObject({ statusCode: 201, headers: { Location: '/dev/orders/request-1', 'Content-Type': 'application/json' } })
  expect(created.json).toEqual({ id: 'request-1', ...ORDER, createdAt: '2026-01-07T12:00:00.000Z' })
  expect((await ask('list')).json.orders.map((order: { id: string }) => order.id)).toEqual(['1001', '1002', 'request-1'])
  expect(await ask('get', 'request-1')).toMatchObject({ statusCode: 200, json: created.json })
  expect(await ask('delete', 'request-1')).toMatchObject({ statusCode: 204, body: '' })
  expect(await ask('get', 'request-1')).toMatchObject({ statusCode: 404, json: { message: 'No order request-1' } })
  expect(await ask('delete', 'request-1')).toMatchObject({ statusCode: 404 })
  expect(log.mock.calls).toEqual([['created order', 'request-1', 'for', 'Edsger']])
})

test('each environment starts with the same orders and knows nothing of another', async () => {
  const [one, other] = [environment(), environment()]
  await one('create', undefined, ORDER)
  await one('delete', '1001')
  expect((await other('list')).json.orders.map((order: { customer: string }) => order.customer)).toEqual(['Ada', 'Grace'])
})

test('ids are decoded; other types than JSON and other routes are refused', async () => {
  const ask = environment()
  expect((await ask('get', 'a%20b')).json).toEqual({ message: 'No order a b' })
  expect(await ask('create', undefined, ORDER, { 'content-type': 'text/plain' })).toMatchObject({ statusCode: 415 })
  expect(await ask('create', undefined, ORDER, { 'Content-Type': 'application/json; charset=utf-8' })).toMatchObject({ statusCode: 201 })
  expect(await ask('PATCH /orders')).toMatchObject({ statusCode: 404 })
})
