import { type Case, type Given, type Request, recorded, type Source, type Then } from '../case'

const STATUSES = ['200', '400', '500']
/** A POST of type AWS to a service, with a role, and 200 for its answer; `more` are further properties. */
export const service = (uri: string, more: object = {}) => ({
  integration: {
    Type: 'AWS',
    IntegrationHttpMethod: 'POST',
    Credentials: 'arn:aws:iam::000000000000:role/caller',
    Uri: `arn:aws:apigateway:us-east-1:${uri}`,
    IntegrationResponses: [{ StatusCode: '200' }],
    ...more,
  },
  method: {
    MethodResponses: STATUSES.map((StatusCode) => ({ StatusCode })),
    RequestParameters: { 'method.request.querystring.name': false },
  },
})
/** Mappings of headers to fixed values. */
export const headers = (values: Record<string, string>) => ({
  RequestParameters: Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`integration.request.header.${name}`, `'${value}'`]),
  ),
})
const json = (text: string) => ({ 'application/json': text })
const PUT_RECORD =
  '{"StreamName": "s", "Data": "$util.base64Encode($input.json(\'$.Data\'))", "PartitionKey": "$input.path(\'$.PartitionKey\')"}'
const PUT_RECORDS = `#set($max = $input.path('$.records').size() - 1)
{"StreamName": "s", "Records": [#foreach($idx in [0..$max]){"Data": "$util.base64Encode($input.path("$.records[\${idx}].data"))", "PartitionKey": "k"}#if($foreach.hasNext),#end#end]}`

const JSON_TYPE = { 'Content-Type': 'application/x-amz-json-1.1' }

const RECORD = '{"SequenceNumber":"1","ShardId":"shardId-000000000000"}'
const RECORDS = `{"FailedRecordCount":0,"Records":[${RECORD}]}`
const EVENTS = '{"Entries":[{"EventId":"e-1"}],"FailedEntryCount":0}'
const EXECUTION = '{"executionArn":"arn","startDate":1.7E9}'

const given: Given = {
  routes: {
    'POST /dynamodb': service('dynamodb:action/PutItem', {
      RequestTemplates: json('{"TableName": "t", "Item": {"id": {"S": "$input.path(\'$.id\')"}}}'),
    }),
    'POST /kinesis': service('kinesis:action/PutRecord', { RequestTemplates: json(PUT_RECORD) }),
    'POST /kinesis-many': service('kinesis:action/PutRecords', { RequestTemplates: json(PUT_RECORDS) }),
    'POST /events': service('events:action/PutEvents', {
      ...headers({ 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': 'AWSEvents.PutEvents' }),
      RequestTemplates: json('{"Entries": [{"Source": "s", "DetailType": "d", "Detail": "$util.escapeJavaScript($input.body)"}]}'),
    }),
    'POST /states': service('states:action/StartExecution', {
      RequestTemplates: json('{"stateMachineArn": "m", "input": "$util.escapeJavaScript($input.json(\'$\'))"}'),
    }),
    'POST /states-delete': service('states:action/DeleteStateMachine'),
    'POST /selected': service('dynamodb:action/Query', {
      IntegrationResponses: [{ StatusCode: '200' }, { StatusCode: '400', SelectionPattern: '4\\d{2}' }],
      RequestTemplates: json('{}'),
      RequestParameters: { 'integration.request.header.X-Fail': "'yes'" },
    }),
    'GET /ssm': service('ssm:action/GetParameter', {
      RequestParameters: { 'integration.request.querystring.Name': 'method.request.querystring.name' },
    }),
  },
  services: true,
  backend: {
    'DynamoDB_20120810.PutItem': { headers: JSON_TYPE, body: '{}' },
    'Kinesis_20131202.PutRecord': { headers: JSON_TYPE, body: RECORD },
    'Kinesis_20131202.PutRecords': { headers: JSON_TYPE, body: RECORDS },
    'AWSEvents.PutEvents': { headers: JSON_TYPE, body: EVENTS },
    'AWSStepFunctions.StartExecution': { headers: JSON_TYPE, body: EXECUTION },
    'AWSStepFunctions.DeleteStateMachine': { headers: JSON_TYPE, body: '{}' },
  },
  resources: { Greeting: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/greeting', Type: 'String', Value: 'hello' } } },
}
const failing: Given = {
  routes: {
    'POST /selected': service('dynamodb:action/Query', {
      IntegrationResponses: [{ StatusCode: '200' }, { StatusCode: '400', SelectionPattern: '4\\d{2}', ResponseTemplates: json('refused') }],
      RequestTemplates: json('{}'),
    }),
    'POST /default': service('dynamodb:action/Query', { RequestTemplates: json('{}') }),
  },
  services: true,
  backend: { '/': { status: 400, headers: JSON_TYPE, body: '{"__type":"ResourceNotFoundException"}' } },
}
const one = (
  what: string,
  path: string,
  body: string | undefined,
  then: Then,
  source: Source,
  api = given,
  more: Partial<Request> = {},
): Case => ({
  id: `rest.aws-services.${what}`,
  given: api,
  when: { method: 'POST', path, headers: { 'Content-Type': 'application/json' }, ...(body === undefined ? {} : { body }), ...more },
  then,
  source,
})

const STREAM = recorded('facts/13, 340')
const STATES = recorded('facts/13, 348')
const SERVICES = recorded('facts/02, section 3')
const target = (name: string) => ({ 'X-Amz-Target': name })

export const AWS_SERVICES: readonly Case[] = [
  one(
    'table',
    '/dynamodb',
    '{"id":"7"}',
    {
      status: 200,
      body: '{}',
      received: { headers: target('DynamoDB_20120810.PutItem'), json: { TableName: 't', Item: { id: { S: '7' } } } },
    },
    SERVICES,
  ),
  one(
    'stream',
    '/kinesis',
    '{"Data":{"a":1},"PartitionKey":"k"}',
    {
      body: RECORD,
      received: { headers: target('Kinesis_20131202.PutRecord'), json: { StreamName: 's', Data: 'eyJhIjoxfQ==', PartitionKey: 'k' } },
    },
    STREAM,
  ),
  one(
    'stream-records',
    '/kinesis-many',
    '{"records":[{"data":"a"},{"data":"b"}]}',
    {
      body: RECORDS,
      received: {
        headers: target('Kinesis_20131202.PutRecords'),
        json: {
          Records: [
            { Data: 'YQ==', PartitionKey: 'k' },
            { Data: 'Yg==', PartitionKey: 'k' },
          ],
        },
      },
    },
    STREAM,
  ),
  one(
    'event-bus',
    '/events',
    '{"a":1}',
    {
      body: EVENTS,
      received: {
        headers: { ...target('AWSEvents.PutEvents'), 'Content-Type': 'application/x-amz-json-1.1' },
        json: { Entries: [{ Detail: '{"a":1}' }] },
      },
    },
    SERVICES,
  ),
  one(
    'state-machine',
    '/states',
    '{"a":1}',
    { received: { headers: target('AWSStepFunctions.StartExecution'), json: { input: '{"a":1}' } } },
    STATES,
  ),
  one(
    'body-of-the-client-without-a-template',
    '/states-delete',
    '{"stateMachineArn":"m"}',
    {
      body: '{}',
      received: { headers: target('AWSStepFunctions.DeleteStateMachine'), body: '{"stateMachineArn":"m"}' },
    },
    STATES,
  ),
  one('answer-passes', '/states', '{}', { status: 200, body: EXECUTION }, STATES),
  {
    id: 'rest.aws-services.parameter-in-the-query-string',
    given,
    when: { path: '/ssm?name=%2Fgreeting' },
    then: {
      status: 200,
      json: {
        GetParameterResponse: {
          GetParameterResult: {
            Parameter: { Name: '/greeting', Type: 'String', Value: 'hello', Version: 1, Selector: null, SourceResult: null },
          },
          ResponseMetadata: { RequestId: /-/ },
        },
      },
    },
    source: recorded('facts/13, 347'),
  },
  one('status-by-pattern', '/selected', '{}', { status: 400, body: 'refused' }, SERVICES, failing),
  one(
    'error-of-the-service-in-the-default-response',
    '/default',
    '{}',
    { status: 200, body: '{"__type":"ResourceNotFoundException"}' },
    SERVICES,
    failing,
  ),
  one('trace-id', '/states', '{}', { headers: { 'X-Amzn-Trace-Id': /^Root=1-/ } }, recorded('facts/13, 245')),
]
