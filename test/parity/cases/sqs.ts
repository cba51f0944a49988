import { type Case, documented, type Given, type Request, recorded, type Source, type Then, uncertain } from '../case'
import { headers, service } from './aws-services'

const SEND = 'Action=SendMessage&MessageBody=$input.body'
const queue = (template: string, more: object = {}) =>
  service('sqs:path/000000000000/queue', {
    ...headers({ 'Content-Type': 'application/x-www-form-urlencoded' }),
    RequestTemplates: { 'application/json': template },
    ...more,
  })
const answer = (text: string) => ({ IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': text } }] })
const ANSWER = `<?xml version="1.0"?><SendMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><SendMessageResult><MessageId>m-1</MessageId><MD5OfMessageBody>0</MD5OfMessageBody></SendMessageResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></SendMessageResponse>`

const given: Given = {
  routes: {
    'POST /send': queue(SEND),
    'POST /never': queue(SEND, { PassthroughBehavior: 'NEVER' }),
    'POST /id': queue(SEND, answer("$input.path('$.SendMessageResponse.SendMessageResult.MessageId')")),
    'POST /request-id': queue(SEND, answer("$input.json('$.SendMessageResponse.ResponseMetadata.RequestId')")),
    'POST /xml': queue(SEND, headers({ 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/xml' })),
    'POST /attribute': queue(
      `${SEND}&MessageAttribute.1.Name=user&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=ada`,
    ),
    'POST /json': queue(
      '{"QueueUrl": "q", "MessageBody": "$util.escapeJavaScript($input.body)"}',
      headers({ 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': 'AmazonSQS.SendMessage' }),
    ),
    'POST /client-headers': queue(SEND),
  },
  services: true,
  backend: { '/000000000000/queue': { headers: { 'Content-Type': 'text/xml' }, body: ANSWER } },
}
const one = (what: string, path: string, body: string | undefined, then: Then, source: Source, more: Partial<Request> = {}): Case => ({
  id: `rest.sqs.${what}`,
  given,
  when: { method: 'POST', path, headers: { 'Content-Type': 'application/json' }, ...(body === undefined ? {} : { body }), ...more },
  then,
  source,
})

const QUEUE = recorded('facts/13, 342')
const AS_JSON = recorded('facts/13, 343')
const SERVICES = recorded('facts/02, section 3')
const FORM = 'application/x-www-form-urlencoded'

export const SQS: readonly Case[] = [
  one(
    'form',
    '/send',
    '{"a":1}',
    { status: 200, received: { method: 'POST', url: '/000000000000/queue', body: 'Action=SendMessage&MessageBody={"a":1}' } },
    QUEUE,
  ),
  one('content-type-of-the-form', '/send', '{}', { received: { headers: { 'Content-Type': FORM } } }, QUEUE),
  one('no-body-is-an-object', '/send', undefined, { received: { body: 'Action=SendMessage&MessageBody={}' } }, QUEUE),
  one(
    'no-content-type-with-never',
    '/never',
    undefined,
    { status: 200, received: { body: 'Action=SendMessage&MessageBody={}' } },
    recorded('facts/13, 346'),
    { headers: {} },
  ),
  one('asks-for-json', '/send', '{}', { received: { headers: { Accept: 'application/json' } } }, AS_JSON),
  one('answer-as-json', '/id', '{}', { status: 200, body: 'm-1' }, AS_JSON),
  one('request-id-as-json', '/request-id', '{}', { body: '"r-1"' }, SERVICES),
  one('accept-xml-by-mapping', '/xml', '{}', { status: 200, body: ANSWER, received: { headers: { Accept: 'application/xml' } } }, AS_JSON),
  one('message-attributes', '/attribute', '{}', { received: { body: /&MessageAttribute\.1\.Name=user&/ } }, recorded('facts/13, 344')),
  one(
    'json',
    '/json',
    '{"a":1}',
    {
      received: {
        headers: { 'X-Amz-Target': 'AmazonSQS.SendMessage', 'Content-Type': 'application/x-amz-json-1.0' },
        json: { MessageBody: '{"a":1}' },
      },
    },
    SERVICES,
  ),
  one(
    'signed',
    '/send',
    '{}',
    { received: { headers: { Authorization: /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/us-east-1\/sqs\/aws4_request/ } } },
    documented('docs: getting-started-aws-proxy'),
  ),
  one(
    'no-headers-of-the-client',
    '/client-headers',
    'x',
    { received: { absent: ['X-Mine', 'Cookie'] } },
    uncertain('facts/02, section 3'),
    { headers: { 'X-Mine': '1', Cookie: 'a=1' } },
  ),
]
