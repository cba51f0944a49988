import { emulate, type Gateway } from '../../../emulator/testing/index'
import { mockOf, restTemplate } from '../../support/rest-template'

const SCHEMA = {
  $schema: 'http://json-schema.org/draft-04/schema#',
  type: 'object',
  required: ['id', 'kind'],
  additionalProperties: false,
  properties: {
    id: { type: 'integer', minimum: 1 },
    kind: { enum: ['cat', 'dog'] },
    name: { type: 'string', minLength: 2, maxLength: 5, pattern: '^[a-z]+$' },
    tags: { type: 'array', maxItems: 2, uniqueItems: true, items: { type: 'string' } },
    price: { type: 'number', minimum: 0, exclusiveMinimum: true },
    owner: { oneOf: [{ type: 'null' }, { type: 'object', required: ['name'] }] },
  },
}

let gateway: Gateway
beforeAll(async () => {
  const template = restTemplate({
    routes: {
      'POST /pets': {
        ...mockOf('"ok"'),
        method: {
          MethodResponses: [{ StatusCode: '200' }],
          RequestValidatorId: { Ref: 'Validator' },
          RequestModels: { 'application/json': { Ref: 'Pet' } },
        },
      },
    },
    resources: {
      Pet: {
        Type: 'AWS::ApiGateway::Model',
        Properties: { RestApiId: { Ref: 'Api' }, Name: 'Pet', ContentType: 'application/json', Schema: SCHEMA },
      },
      Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestBody: true } },
      BadBody: {
        Type: 'AWS::ApiGateway::GatewayResponse',
        Properties: {
          RestApiId: { Ref: 'Api' },
          ResponseType: 'BAD_REQUEST_BODY',
          ResponseTemplates: { 'text/plain': '$context.error.validationErrorString' },
        },
      },
    },
  })
  const { Deployment } = template.Resources as Record<string, object>
  const withResponse = { ...template.Resources, Deployment: { ...Deployment, DependsOn: ['Method0', 'BadBody'] } }
  gateway = await emulate({ ...template, Resources: withResponse })
})
afterAll(() => gateway.stop())

test.each<[string, unknown, string]>([
  ['missing', {}, 'object has missing required properties (["id","kind"])'],
  ['type', { id: 'x', kind: 'cat' }, 'instance type (string) does not match any allowed primitive type (allowed: ["integer"])'],
  ['enum', { id: 1, kind: 'cow' }, 'instance value ("cow") not found in enum (possible values: ["cat","dog"])'],
  ['minimum', { id: 0, kind: 'cat' }, 'numeric instance is lower than the required minimum (minimum: 1, found: 0)'],
  ['exclusive', { id: 1, kind: 'cat', price: 0 }, 'numeric instance is not strictly greater than the required minimum 0'],
  ['short', { id: 1, kind: 'cat', name: 'a' }, 'string "a" is too short (length: 1, required minimum: 2)'],
  ['long', { id: 1, kind: 'cat', name: 'abcdef' }, 'string "abcdef" is too long (length: 6, maximum allowed: 5)'],
  ['pattern', { id: 1, kind: 'cat', name: 'AB' }, 'ECMA 262 regex "^[a-z]+$" does not match input string "AB"'],
  ['extra', { id: 1, kind: 'cat', a: 1, b: 2 }, 'object instance has properties which are not allowed by the schema: ["a","b"]'],
  ['items', { id: 1, kind: 'cat', tags: ['a', 'b', 'c'] }, 'array is too long: must have at most 2 elements but instance has 3 elements'],
  ['unique', { id: 1, kind: 'cat', tags: ['a', 'a'] }, 'array must not contain duplicate elements'],
  [
    'oneOf tells the whole, not its branches',
    { id: 1, kind: 'cat', owner: 5 },
    'instance failed to match exactly one schema (matched 0 out of 2)',
  ],
  [
    'several',
    { kind: 'cow' },
    'object has missing required properties (["id"]), instance value ("cow") not found in enum (possible values: ["cat","dog"])',
  ],
])('what is wrong with a body, as the log and the gateway response tell it: %s', async (_what, body, expected) => {
  const response = await gateway.fetch('/pets', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect([response.status, await response.text()]).toEqual([400, `[${expected}]`])
})

test('of a large body the first fault is told', async () => {
  const response = await gateway.fetch('/pets', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ id: 1, kind: 'cat', tags: new Array(100_000).fill(1) }),
  })
  expect([response.status, await response.text()]).toEqual([
    400,
    '[array is too long: must have at most 2 elements but instance has 100000 elements]',
  ])
})
