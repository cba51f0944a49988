import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import {
  App,
  aws_dynamodb as dynamodb,
  aws_events as events,
  aws_kinesis as kinesis,
  aws_kms as kms,
  Stack,
  aws_s3 as s3,
  aws_sns as sns,
  aws_sqs as sqs,
  aws_stepfunctions as stepfunctions,
} from 'aws-cdk-lib'
import { emulate, type Gateway } from '../../../emulator/testing/index'
import { Auth, ConfigError, type ITarget, RestGateway, Target } from '../../../lib'
import { type Backend, type Received, startBackend } from '../../support/backend'
import { synthesize } from './synthesize'

const { AttributeType } = dynamodb
const US = { account: '000000000000', region: 'us-east-1' }

/** What every test calls: resources that the app knows by name, as those of another stack are. */
function resources(stack: Stack) {
  const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:000000000000:${rest}`
  return {
    table: dynamodb.Table.fromTableArn(stack, 'Table', arn('dynamodb', 'table/orders')),
    queue: sqs.Queue.fromQueueArn(stack, 'Queue', arn('sqs', 'jobs')),
    topic: sns.Topic.fromTopicArn(stack, 'Topic', arn('sns', 'news')),
    machine: stepfunctions.StateMachine.fromStateMachineArn(stack, 'Machine', arn('states', 'stateMachine:orders')),
    bus: events.EventBus.fromEventBusArn(stack, 'Bus', arn('events', 'event-bus/shop')),
    bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'reports'),
    stream: kinesis.Stream.fromStreamArn(stack, 'Stream', arn('kinesis', 'stream/clicks')),
  }
}
type Resources = ReturnType<typeof resources>

const ROUTES: Record<string, (known: Resources) => ITarget> = {
  'GET /items/{id}': ({ table }) => Target.dynamoDb(table).getItem({ key: { id: 'path.id', at: 'query.at' }, numbers: ['at'] }),
  'POST /items': ({ table }) =>
    Target.dynamoDb(table).putItem({
      item: { id: 'context.requestId', who: 'body.customer.name', tenant: 'header.X-Tenant', kind: '\'cost $5 #1 "now"\'' },
      condition: 'attribute_not_exists(id)',
    }),
  'PATCH /items/{id}': ({ table }) =>
    Target.dynamoDb(table).updateItem({
      key: { id: 'path.id' },
      set: { status: 'body.status', by: 'header.X-Tenant' },
      add: { version: "'1'" },
      remove: ['note'],
      condition: 'attribute_not_exists(locked)',
      mustExist: true,
    }),
  'DELETE /items/{id}': ({ table }) => Target.dynamoDb(table).deleteItem({ key: { id: 'path.id' } }),
  'GET /customers/{id}/items': ({ table }) =>
    Target.dynamoDb(table).query({ key: { customer: 'path.id' }, index: 'byCustomer', limit: 2, descending: true }),
  'POST /jobs': ({ queue }) => Target.sqs(queue).sendMessage({ attributes: { tenant: 'header.X-Tenant' } }),
  'POST /news/{kind}': ({ topic }) => Target.sns(topic).publish({ subject: 'path.kind', message: 'body.text' }),
  'POST /runs': ({ machine }) => Target.stepFunctions(machine).startExecution({ name: 'query.name' }),
  'POST /answers': ({ machine }) => Target.stepFunctions(machine).startSyncExecution(),
  'POST /events': ({ bus }) => Target.eventBridge(bus).putEvents({ source: "'shop'", detailType: "'order placed'" }),
  'POST /clicks/{device}': ({ stream }) => Target.kinesis(stream).putRecord({ partitionKey: 'path.device' }),
  'GET /reports/{name}': ({ bucket }) => Target.s3(bucket).getObject({ key: 'path.name', prefix: 'public/' }),
  'PUT /reports/{name}': ({ bucket }) => Target.s3(bucket).putObject({ key: 'path.name' }),
  'DELETE /reports/{name}': ({ bucket }) => Target.s3(bucket).deleteObject({ key: 'path.name' }),
}

const auth = Auth.open('a test')
const routesOf = (stack: Stack, targets = ROUTES) => {
  const known = resources(stack)
  return Object.fromEntries(Object.entries(targets).map(([key, target]) => [key, { auth, target: target(known) }]))
}

/** What the fake service answers next, and what it was asked. */
let reply: { status: number; body: string }
let received: Received[]
let backend: Backend
let gateway: Gateway
beforeAll(async () => {
  backend = await startBackend((got, response) => {
    received.push(got)
    response.writeHead(reply.status, { 'Content-Type': 'application/x-amz-json-1.0' })
    response.end(reply.body)
  })
  const app = new App()
  const stack = new Stack(app, 'Test', { env: US })
  new RestGateway(stack, 'Shop', { routes: routesOf(stack), cors: { origins: ['https://a.example', 'https://b.example'] } })
  gateway = await emulate(app, { services: backend.url, port: 0 })
})
beforeEach(() => {
  received = []
  reply = { status: 200, body: '{}' }
})
afterAll(async () => {
  await gateway?.stop()
  await backend?.stop()
})

async function send(route: string, body?: string, headers: Record<string, string> = {}) {
  const [method, path] = route.split(' ') as [string, string]
  const response = await gateway.fetch(path, {
    method,
    headers: { Origin: 'https://b.example', ...(body !== undefined && JSON_TYPE), ...headers },
    ...(body !== undefined && { body }),
  })
  return { status: response.status, text: await response.text(), headers: response.headers }
}
const sent = () => received[0] as Received
const json = (body: string) => JSON.parse(body) as unknown
const form = (body: string) => Object.fromEntries(new URLSearchParams(body))

const HOSTILE = [
  `quotes " and '`,
  'back\\slash \\" \\\' and \\u0041',
  'line\nbreak\tand\r\nmore',
  '&Action=DeleteQueue&QueueUrl=x',
  '{"a":1}',
  '"},"TableName":"other","x":{"S":"',
  '$context.apiId #set($x = 1) ${x} #end',
  'ü 中 😀 </script>',
  'a=b;c%26d+e',
]
const JSON_TYPE = { 'Content-Type': 'application/json' }

describe.each(HOSTILE)('a value that tries to leave its place: %j', (evil) => {
  const part = encodeURIComponent(evil)

  test('in the key of an item', async () => {
    await send(`GET /items/${part}?at=${part}`)
    expect(sent().headers['x-amz-target']).toBe('DynamoDB_20120810.GetItem')
    expect(json(sent().body)).toEqual({ TableName: 'orders', Key: { id: { S: evil }, at: { N: evil } } })
  })

  test('in an item', async () => {
    await send('POST /items', JSON.stringify({ customer: { name: evil } }))
    expect(json(sent().body)).toEqual({
      TableName: 'orders',
      Item: { id: { S: expect.stringMatching(/^[0-9a-f-]{36}$/) }, who: { S: evil }, tenant: { S: '' }, kind: { S: 'cost $5 #1 "now"' } },
      ConditionExpression: 'attribute_not_exists(id)',
    })
  })

  test('in a query', async () => {
    await send(`GET /customers/${part}/items`)
    expect(json(sent().body)).toEqual({
      TableName: 'orders',
      IndexName: 'byCustomer',
      KeyConditionExpression: '#k0 = :k0',
      ExpressionAttributeNames: { '#k0': 'customer' },
      ExpressionAttributeValues: { ':k0': { S: evil } },
      Limit: 2,
      ScanIndexForward: false,
    })
  })

  test('in a message of a queue', async () => {
    await send('POST /jobs', evil)
    expect([sent().url, sent().headers['content-type']]).toEqual(['/000000000000/jobs', 'application/x-www-form-urlencoded'])
    expect(form(sent().body)).toEqual({
      Action: 'SendMessage',
      MessageBody: evil,
      'MessageAttribute.1.Name': 'tenant',
      'MessageAttribute.1.Value.DataType': 'String',
      'MessageAttribute.1.Value.StringValue': '',
    })
  })

  test('in a message of a topic', async () => {
    await send(`POST /news/${part}`, JSON.stringify({ text: evil }))
    expect(form(sent().body)).toEqual({
      Action: 'Publish',
      TopicArn: 'arn:aws:sns:us-east-1:000000000000:news',
      Message: evil,
      Subject: evil,
    })
  })

  test('in the input of an execution', async () => {
    await send(`POST /runs?name=${part}`, evil)
    expect(sent().headers['x-amz-target']).toBe('AWSStepFunctions.StartExecution')
    expect(json(sent().body)).toEqual({
      stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:orders',
      input: evil,
      name: evil,
    })
  })

  test('in an event', async () => {
    await send('POST /events', evil)
    expect(sent().headers).toMatchObject({ 'x-amz-target': 'AWSEvents.PutEvents', 'content-type': 'application/x-amz-json-1.1' })
    expect(json(sent().body)).toEqual({
      Entries: [{ EventBusName: expect.stringContaining('shop'), Source: 'shop', DetailType: 'order placed', Detail: evil }],
    })
  })

  test('in a record', async () => {
    await send(`POST /clicks/${part}`, evil)
    expect(json(sent().body)).toEqual({ StreamName: 'clicks', Data: Buffer.from(evil).toString('base64'), PartitionKey: evil })
  })
})

describe('objects of a bucket, which the emulator keeps itself', () => {
  const Bucket = 'reports'
  let client: S3Client
  beforeAll(async () => {
    client = new S3Client({
      endpoint: gateway.url as string,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
    await client.send(new CreateBucketCommand({ Bucket }))
  })
  afterAll(() => client?.destroy())

  test.each(HOSTILE)('the key %j stays in its place', async (evil) => {
    const part = encodeURIComponent(evil)
    expect((await send(`PUT /reports/${part}`, `of ${evil}`)).status).toBe(204)
    const stored = await client.send(new GetObjectCommand({ Bucket, Key: evil }))
    expect(await stored.Body?.transformToString()).toBe(`of ${evil}`)
    await client.send(new PutObjectCommand({ Bucket, Key: `public/${evil}`, Body: 'public' }))
    expect((await send(`GET /reports/${part}`)).text).toBe('public')
    expect((await send(`DELETE /reports/${part}`)).status).toBe(204)
    await expect(client.send(new GetObjectCommand({ Bucket, Key: evil }))).rejects.toMatchObject({ name: 'NoSuchKey' })
  })

  test('a body is stored under its type, and answered with its type and its tag', async () => {
    const put = await send('PUT /reports/a.csv', 'a,b', { 'Content-Type': 'text/csv' })
    expect([put.status, put.text]).toEqual([204, ''])
    const stored = await client.send(new GetObjectCommand({ Bucket, Key: 'a.csv' }))
    expect(stored.ContentType).toBe('text/csv')
    const { ETag } = await client.send(new PutObjectCommand({ Bucket, Key: 'public/a.csv', Body: 'c,d', ContentType: 'text/csv' }))
    const { status, text, headers } = await send('GET /reports/a.csv')
    expect([status, text, headers.get('content-type'), headers.get('etag')]).toEqual([200, 'c,d', 'text/csv', ETag])
  })

  test('an object outside the prefix, or none, is not found, and nothing of the bucket is told', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'private.txt', Body: 'secret' }))
    for (const path of ['/reports/private.txt', '/reports/..%2Fprivate.txt', '/reports/nothing']) {
      const { status, text, headers } = await send(`GET ${path}`)
      expect([status, text, headers.get('content-type')]).toEqual([404, '{"message":"Not Found"}', 'application/json'])
    }
  })
})

test('an update says what is set, added to and removed, each value in its place', async () => {
  const evil = '","x":{"S":"'
  await send('PATCH /items/7', JSON.stringify({ status: evil }), { 'X-Tenant': 'acme' })
  expect(sent().headers['x-amz-target']).toBe('DynamoDB_20120810.UpdateItem')
  expect(json(sent().body)).toEqual({
    TableName: 'orders',
    Key: { id: { S: '7' } },
    UpdateExpression: 'SET #n0 = :v0, #n1 = :v1 REMOVE #n3 ADD #n2 :v2',
    ExpressionAttributeNames: { '#n0': 'status', '#n1': 'by', '#n2': 'version', '#n3': 'note', '#key': 'id' },
    ExpressionAttributeValues: { ':v0': { S: evil }, ':v1': { S: 'acme' }, ':v2': { N: '1' } },
    ConditionExpression: '(attribute_exists(#key)) AND (attribute_not_exists(locked))',
    ReturnValues: 'ALL_NEW',
  })
  const nothing = () =>
    synthesize({
      routes: routesOf(new Stack(), { 'PATCH /a/{id}': ({ table }) => Target.dynamoDb(table).updateItem({ key: { id: 'path.id' } }) }),
    })
  expect(nothing).toThrow('"PATCH /a/{id}" changes nothing of its item')
})

const EXECUTION = 'arn:aws:states:us-east-1:000000000000:execution:orders:x'
const ITEM = { id: { S: 'o"1\'' }, total: { N: '12.50' }, paid: { BOOL: false }, note: { NULL: true }, tags: { SS: ['a'] } }
const PLAIN = { id: 'o"1\'', total: 12.5, paid: false, note: null, tags: { SS: ['a'] } }

test.each<[string, object, number, unknown]>([
  ['GET /items/1?at=2', { Item: ITEM }, 200, PLAIN],
  ['GET /items/1?at=2', {}, 404, { message: 'Not Found' }],
  ['POST /items', {}, 200, {}],
  ['PATCH /items/1', { Attributes: ITEM }, 200, PLAIN],
  ['DELETE /items/1', {}, 204, undefined],
  ['GET /customers/c/items', { Items: [ITEM, { id: { S: '' } }], Count: 2 }, 200, { items: [PLAIN, { id: '' }], more: false }],
  ['GET /customers/c/items', { Items: [], LastEvaluatedKey: { id: { S: 'x' } } }, 200, { items: [], more: true }],
  ['POST /jobs', { SendMessageResponse: { SendMessageResult: { MessageId: 'm-1' } } }, 202, { messageId: 'm-1' }],
  ['POST /news/a', { PublishResponse: { PublishResult: { MessageId: 'm-2' } } }, 202, { messageId: 'm-2' }],
  ['POST /runs?name=x', { executionArn: EXECUTION, startDate: 1 }, 202, { executionArn: EXECUTION }],
  ['POST /answers', { status: 'SUCCEEDED', output: '{"sum":3}' }, 200, { sum: 3 }],
  ['POST /answers', { status: 'FAILED', cause: 'secret', error: 'secret' }, 502, { message: 'Bad Gateway' }],
  ['POST /events', { FailedEntryCount: 0, Entries: [{ EventId: 'e-1' }] }, 202, { eventId: 'e-1' }],
  ['POST /events', { FailedEntryCount: 1, Entries: [{ ErrorMessage: 'secret' }] }, 400, { message: 'Bad Request' }],
  ['POST /clicks/d', { ShardId: 's-0', SequenceNumber: '7' }, 202, { sequenceNumber: '7', shardId: 's-0' }],
])('%s answers for %j', async (route, body, status, expected) => {
  reply = { status: 200, body: JSON.stringify(body) }
  const answer = await send(route, route.startsWith('POST') ? '{}' : undefined)
  expect([answer.status, answer.text === '' ? undefined : JSON.parse(answer.text)]).toEqual([status, expected])
  expect([answer.headers.get('access-control-allow-origin'), answer.headers.get('vary')]).toEqual(['https://b.example', 'Origin'])
})

describe.each(Object.keys(ROUTES).filter((key) => !key.includes('/reports')))('%s', (key) => {
  const path = key.replace(/\{\w+\}/g, 'x')
  const body = /^(POST|PUT|PATCH)/.test(key) ? '{}' : undefined
  test.each([
    [400, 400, 'Bad Request'],
    [429, 400, 'Bad Request'],
    [500, 502, 'Bad Gateway'],
    [503, 502, 'Bad Gateway'],
    [301, 502, 'Bad Gateway'],
  ])('tells nothing of what a service says with %d', async (status, answered, message) => {
    reply = { status, body: '{"__type":"com.amazonaws#Secret","message":"arn:aws:iam::000000000000:role/secret"}' }
    const { status: got, text, headers } = await send(path, body)
    expect([got, JSON.parse(text)]).toEqual([answered, { message }])
    expect(headers.get('access-control-allow-origin')).toBe('https://b.example')
  })
})

test('a body of another type does not go around the template', async () => {
  const { status } = await send('POST /jobs', 'Action=PurgeQueue', { 'Content-Type': 'application/x-www-form-urlencoded' })
  expect([status, received]).toEqual([415, []])
})

test.each(['application/xml', 'text/html', '*/*'])('an answer to who accepts %s tells nothing either', async (accept) => {
  reply = { status: 400, body: '{"message":"arn:aws:iam::000000000000:role/secret"}' }
  expect((await send('POST /jobs', '{}', { Accept: accept })).text).toBe('{"message":"Bad Request"}')
})

test('a header is found in lower case too, as clients of HTTP/2 send it', async () => {
  await send('POST /jobs', '{}', { 'x-tenant': 'acme' })
  expect(form(sent().body)['MessageAttribute.1.Value.StringValue']).toBe('acme')
})

test('a body value without a place in the body is an empty text, whatever is there', async () => {
  for (const body of ['{"customer":null}', '{"customer":[]}', '{}']) {
    received = []
    await send('POST /items', body)
    expect(json(sent().body)).toMatchObject({ Item: { who: { S: '' } } })
  }
})

/** The policy of the role that a route calls its service with. */
function policyOf(target: (known: Resources, stack: Stack) => ITarget, key = 'POST /x/{id}') {
  const { only, find } = synthesize({ routes: { 'GET /': { auth, target: Target.mock(200) } } }, (gateway, stack) => {
    gateway.addRoute(key, { auth, target: target(resources(stack), stack) })
  })
  const method = Object.values(find('AWS::ApiGateway::Method')).find(({ Properties }) => Properties['Integration'].Type === 'AWS')
  const id = method?.Properties['Integration'].Credentials['Fn::GetAtt'][0] as string
  const { Properties } = find('AWS::IAM::Role')[id] as { Properties: Record<string, ReturnType<typeof JSON.parse>> }
  expect(only('AWS::ApiGateway::RestApi')).toBeDefined()
  expect(Object.keys(find('AWS::IAM::Policy'))).toEqual([])
  expect(Properties['AssumeRolePolicyDocument'].Statement).toEqual([
    { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' } },
  ])
  return Properties['Policies'].map(({ PolicyDocument }: { PolicyDocument: { Statement: unknown } }) => PolicyDocument.Statement)
}
const may = (Action: string, Resource: unknown) => ({ Effect: 'Allow', Action, Resource })
const arnOf = (service: string, rest: string) => `arn:aws:${service}:us-east-1:000000000000:${rest}`
const reports = (rest: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::reports/${rest}`]] })

test.each<[string, unknown]>([
  ['GET /items/{id}', may('dynamodb:GetItem', arnOf('dynamodb', 'table/orders'))],
  ['POST /items', may('dynamodb:PutItem', arnOf('dynamodb', 'table/orders'))],
  ['PATCH /items/{id}', may('dynamodb:UpdateItem', arnOf('dynamodb', 'table/orders'))],
  ['DELETE /items/{id}', may('dynamodb:DeleteItem', arnOf('dynamodb', 'table/orders'))],
  ['GET /customers/{id}/items', may('dynamodb:Query', arnOf('dynamodb', 'table/orders/index/byCustomer'))],
  ['POST /jobs', may('sqs:SendMessage', arnOf('sqs', 'jobs'))],
  ['POST /news/{kind}', may('sns:Publish', arnOf('sns', 'news'))],
  ['POST /runs', may('states:StartExecution', arnOf('states', 'stateMachine:orders'))],
  ['POST /answers', may('states:StartSyncExecution', arnOf('states', 'stateMachine:orders'))],
  ['POST /events', may('events:PutEvents', arnOf('events', 'event-bus/shop'))],
  ['POST /clicks/{device}', may('kinesis:PutRecord', arnOf('kinesis', 'stream/clicks'))],
  ['GET /reports/{name}', may('s3:GetObject', reports('public/*'))],
  ['PUT /reports/{name}', may('s3:PutObject', reports('*'))],
  ['DELETE /reports/{name}', may('s3:DeleteObject', reports('*'))],
])('the role of %s may do this one thing', (key, statement) => {
  expect(policyOf(ROUTES[key] as (known: Resources) => ITarget, key)).toEqual([[statement]])
})

test('an encrypted queue brings the right to its key, and no more', () => {
  const [statements] = policyOf((_known, stack) => {
    const queue = new sqs.Queue(stack, 'Own', { encryptionMasterKey: kms.Key.fromKeyArn(stack, 'Key', arnOf('kms', 'key/k-1')) })
    return Target.sqs(queue).sendMessage()
  })
  expect(statements).toEqual([
    may('sqs:SendMessage', { 'Fn::GetAtt': [expect.stringMatching(/^Own/), 'Arn'] }),
    { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: arnOf('kms', 'key/k-1') },
  ])
})

test.each<[string, (stack: Stack) => dynamodb.ITableRef, string[]]>([
  [
    'a table of the second generation',
    (stack) => new dynamodb.TableV2(stack, 'Own', { partitionKey: { name: 'id', type: AttributeType.STRING } }),
    ['dynamodb:GetItem'],
  ],
  [
    'an encrypted table',
    (stack) =>
      new dynamodb.Table(stack, 'Own', {
        partitionKey: { name: 'id', type: AttributeType.STRING },
        encryptionKey: kms.Key.fromKeyArn(stack, 'Key', arnOf('kms', 'key/k-1')),
      }),
    ['dynamodb:GetItem', 'kms:Decrypt'],
  ],
  [
    'a table without a construct of the higher level',
    (stack) => new dynamodb.CfnTable(stack, 'Own', { keySchema: [{ attributeName: 'id', keyType: 'HASH' }] }),
    ['dynamodb:GetItem'],
  ],
])('%s is taken too', (_what, table, first) => {
  const [statements] = policyOf((_known, stack) => Target.dynamoDb(table(stack)).getItem({ key: { id: 'path.id' } }))
  expect(statements.map(({ Action }: { Action: string | string[] }) => [Action].flat()[0])).toEqual(first)
  expect(statements[0].Resource).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Own/), 'Arn'] })
})

test('a target that answers two routes has a role for each', () => {
  const { all } = synthesize({ routes: { 'GET /': { auth, target: Target.mock(200) } } }, (gateway, stack) => {
    const target = Target.sqs(resources(stack).queue).sendMessage()
    for (const key of ['POST /a', 'PUT /a']) gateway.addRoute(key, { auth, target })
  })
  const roles = all('AWS::ApiGateway::Method').flatMap(({ Properties }) => Properties['Integration'].Credentials?.['Fn::GetAtt'][0] ?? [])
  expect([roles.length, new Set(roles).size]).toEqual([2, 2])
})

test('a resource of another region and account is called there', () => {
  const { all } = synthesize({ routes: { 'GET /': { auth, target: Target.mock(200) } } }, (gateway, stack) => {
    const queue = sqs.Queue.fromQueueArn(stack, 'Far', 'arn:aws:sqs:eu-west-1:111122223333:jobs')
    gateway.addRoute('POST /x', { auth, target: Target.sqs(queue).sendMessage() })
  })
  const uris = all('AWS::ApiGateway::Method').map(({ Properties }) => Properties['Integration'].Uri?.['Fn::Join'][1].at(-1))
  expect(uris).toContain(':apigateway:eu-west-1:sqs:path/111122223333/jobs')
})

test('objects that only pages of the first CORS origin can read are told of', () => {
  const told = (...origins: string[]) => {
    const routes = { 'GET /': { auth, target: Target.mock(200) } }
    return synthesize({ routes, cors: { origins } }, (gateway, stack) => {
      gateway.addRoute('GET /x/{id}', { auth, target: Target.s3(resources(stack).bucket).getObject({ key: 'path.id' }) })
    }).warnings()
  }
  expect(told('https://a.example')).toEqual([])
  expect(told('https://a.example', 'https://b.example')).toContainEqual(
    expect.stringContaining('"GET /x/{id}" answers objects as they are: only pages of the first CORS origin (https://a.example)'),
  )
})

test('an object with a fixed key is all that the role sees', () => {
  expect(policyOf(({ bucket }) => Target.s3(bucket).getObject({ key: "'index.html'" }))).toEqual([
    [may('s3:GetObject', reports('index.html'))],
  ])
})

test('resources of the same stack are named by reference, in the template and in the URI', () => {
  const { find, all } = synthesize({ routes: { 'GET /': { auth, target: Target.mock(200) } } }, (gateway, stack) => {
    const table = new dynamodb.Table(stack, 'Own', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      sortKey: { name: 'at', type: AttributeType.NUMBER },
    })
    gateway.addRoute('GET /x/{id}', { auth, target: Target.dynamoDb(table).getItem({ key: { id: 'path.id', at: "'1'" } }) })
  })
  const [table] = Object.keys(find('AWS::DynamoDB::Table'))
  const integration = all('AWS::ApiGateway::Method')
    .map(({ Properties }) => Properties['Integration'])
    .find(({ Type }) => Type === 'AWS')
  expect(integration.RequestTemplates['application/json']['Fn::Join'][1]).toEqual([
    `#set($v0 = $input.params().path.get('id')){"TableName":"`,
    { Ref: table },
    `","Key":{"id":{"S":"$util.escapeJavaScript("$!v0").replaceAll("\\\\'", "'")"},"at":{"N":"1"}}}`,
  ])
  expect(integration).toMatchObject({ IntegrationHttpMethod: 'POST', PassthroughBehavior: 'NEVER' })
  expect(integration.Uri['Fn::Join'][1].slice(-1)).toEqual([':dynamodb:action/GetItem'])
})

test.each<[string, string, (known: Resources, stack: Stack) => ITarget, string]>([
  [
    'a variable that the path lacks',
    'GET /x/{id}',
    ({ table }) => Target.dynamoDb(table).getItem({ key: { id: 'path.ix' } }),
    'Got: "path.ix". Allowed: path.id. Fix: ',
  ],
  [
    'a source that is none',
    'POST /x',
    ({ queue }) => Target.sqs(queue).sendMessage({ message: 'payload' }),
    'is no part of a request. Got: "payload". Allowed: "path.id"',
  ],
  [
    'a source that would be code',
    'POST /x',
    ({ queue }) => Target.sqs(queue).sendMessage({ message: "body.a')#stop" }),
    'is no part of a request',
  ],
  [
    'an item without a key',
    'GET /x',
    ({ table }) => Target.dynamoDb(table).getItem({ key: {} }),
    'does not give the key of its table. Got: []',
  ],
  [
    'a key that the table does not have',
    'GET /x/{id}',
    (_known, stack) => {
      const table = new dynamodb.Table(stack, 'Own', { partitionKey: { name: 'sku', type: AttributeType.STRING } })
      return Target.dynamoDb(table).getItem({ key: { id: 'path.id' } })
    },
    `Got: ["id"]. Allowed: sku. Fix: say where in the request each is, for example { sku: 'path.id' }.`,
  ],
  [
    'a limit of nothing',
    'GET /x/{id}',
    ({ table }) => Target.dynamoDb(table).query({ key: { id: 'path.id' }, limit: 0 }),
    'Got: 0. Allowed: a whole number',
  ],
  [
    'a FIFO queue without a group',
    'POST /x',
    (_known, stack) => Target.sqs(new sqs.Queue(stack, 'Own', { fifo: true })).sendMessage(),
    'to a FIFO queue or topic without a message group. Allowed: a source such as "path.id"',
  ],
  [
    'a group for a standard topic',
    'POST /x/{id}',
    ({ topic }) => Target.sns(topic).publish({ group: 'path.id' }),
    'Got: "path.id". Fix: leave "group"',
  ],
  [
    'a key of an object from the body',
    'PUT /x',
    ({ bucket }) => Target.s3(bucket).putObject({ key: 'body.name' }),
    'cannot be mapped here. Got: "body.name"',
  ],
  [
    'a prefix that is no path',
    'GET /x/{id}',
    ({ bucket }) => Target.s3(bucket).getObject({ key: 'path.id', prefix: '/a b' }),
    'Got: "/a b". Allowed: letters, digits',
  ],
])('%s is refused with its fix', (_what, key, target, message) => {
  const declare = () =>
    synthesize({ routes: { 'GET /': { auth, target: Target.mock(200) } } }, (gateway, stack) => {
      gateway.addRoute(key, { auth, target: target(resources(stack), stack) })
    })
  expect(declare).toThrow(ConfigError)
  expect(declare).toThrow(message)
})
