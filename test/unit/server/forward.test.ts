import { Emulator } from '../../../emulator/index'
import { type Received, startBackend } from '../../support/backend'

const call = (emulator: Emulator, service: string, operation: string, body = '{}') =>
  emulator.front.handle({
    method: 'POST',
    target: '/?x=1',
    headers: [
      'Host',
      'localhost:4566',
      'X-Amz-Target',
      operation,
      'Content-Type',
      'application/x-amz-json-1.0',
      'Authorization',
      `AWS4-HMAC-SHA256 Credential=theirs/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=abc`,
    ],
    body: Buffer.from(body),
    sourceIp: '127.0.0.1',
  })

test('a call to a service that is not served goes to --services, signed anew for it', async () => {
  await using backend = await startBackend()
  await using emulator = new Emulator({ services: backend.url })
  const { status, body } = await call(emulator, 'dynamodb', 'DynamoDB_20120810.GetItem', '{"Key":1}')
  const got = JSON.parse(Buffer.from(body as Uint8Array).toString()) as Received
  expect(status).toBe(200)
  expect(got).toMatchObject({ method: 'POST', url: '/?x=1', body: '{"Key":1}' })
  expect(got.headers).toMatchObject({ 'x-amz-target': 'DynamoDB_20120810.GetItem', host: backend.url.replace('http://', '') })
  expect(got.headers['authorization']).toMatch(
    /Credential=[^/]+\/\d{8}\/eu-west-1\/dynamodb\/aws4_request, SignedHeaders=[^,]*host[^,]*, Signature=[0-9a-f]{64}$/,
  )
})

test('without --services it is told by name; what is no AWS call gets a hint', async () => {
  await using emulator = new Emulator()
  const refused = await call(emulator, 'dynamodb', 'DynamoDB_20120810.GetItem')
  expect([refused.status, refused.body]).toEqual([
    501,
    '{"message":"Not emulated by Portico yet: the AWS call dynamodb DynamoDB_20120810.GetItem"}',
  ])
  const lost = await emulator.front.handle({
    method: 'GET',
    target: '/hello',
    headers: ['Host', 'localhost'],
    body: undefined,
    sourceIp: '127.0.0.1',
  })
  expect([lost.status, lost.body]).toEqual([404, expect.stringContaining('/_aws/execute-api/{apiId}')])
})

test('a service that does not answer is a 502 that names it', async () => {
  const backend = await startBackend()
  await backend.stop()
  await using emulator = new Emulator({ services: backend.url })
  const { status, body } = await call(emulator, 'dynamodb', 'DynamoDB_20120810.GetItem')
  expect([status, body]).toEqual([502, expect.stringMatching(/did not answer dynamodb: .*ECONNREFUSED/)])
})

test('an operation without a handler, of a service that is served, is sent on too', async () => {
  await using backend = await startBackend()
  await using emulator = new Emulator({ services: backend.url })
  const { status } = await call(emulator, 'ssm', 'AmazonSSM.StartSession')
  expect(status).toBe(200)
})
