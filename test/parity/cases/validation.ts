import { type Case, documented, type Given, named, type Request, recorded, type Source, uncertain } from '../case'

const model = (name: string, schema: object) => ({
  Type: 'AWS::ApiGateway::Model',
  Properties: { RestApiId: { Ref: 'Api' }, Name: name, ContentType: 'application/json', Schema: schema },
})
const validator = (body: boolean, parameters: boolean) => ({
  Type: 'AWS::ApiGateway::RequestValidator',
  Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestBody: body, ValidateRequestParameters: parameters },
})
const url = (name: string) => ({ 'Fn::Sub': `https://apigateway.amazonaws.com/restapis/\${Api}/models/${name}` })
const body = (name: string, validatorId = 'Body') => ({
  RequestValidatorId: { Ref: validatorId },
  RequestModels: { 'application/json': { Ref: name } },
})
const DRAFT = { $schema: 'http://json-schema.org/draft-04/schema#' }

const given: Given = {
  routes: {
    'POST /item': named('item', body('Item')),
    'GET /item': named('item', body('Item')),
    'POST /order': named('order', body('Order')),
    'POST /tree': named('tree', body('Tree')),
    'POST /maybe': named('maybe', body('Maybe')),
    'POST /parameters-only': named('parameters only', body('Item', 'Parameters')),
    'POST /no-validator': named('no validator', { RequestModels: { 'application/json': { Ref: 'Item' } } }),
    'GET /params/{id}': named('params', {
      RequestValidatorId: { Ref: 'Parameters' },
      RequestParameters: {
        'method.request.querystring.a': true,
        'method.request.querystring.optional': false,
        'method.request.header.X-B': true,
        'method.request.path.id': true,
      },
    }),
    'POST /both': named('both', { ...body('Item', 'Both'), RequestParameters: { 'method.request.querystring.a': true } }),
    'GET /declared': named('declared', { RequestParameters: { 'method.request.querystring.a': true } }),
  },
  resources: {
    Body: validator(true, false),
    Parameters: validator(false, true),
    Both: validator(true, true),
    Item: model('Item', {
      ...DRAFT,
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string', minLength: 2, pattern: '^[a-z]+$' },
        price: { type: 'number', minimum: 0, exclusiveMinimum: true },
        colour: { enum: ['red', 'blue'] },
        tags: { type: 'array', items: { type: 'string' }, maxItems: 2, uniqueItems: true },
      },
    }),
    Order: {
      ...model('Order', {
        ...DRAFT,
        type: 'object',
        required: ['items'],
        properties: { items: { type: 'array', items: { $ref: url('Item') } } },
      }),
      DependsOn: 'Item',
    },
    Tree: model('Tree', {
      ...DRAFT,
      type: 'object',
      required: ['value'],
      properties: { value: { type: 'integer' }, children: { type: 'array', items: { $ref: url('Tree') } } },
    }),
    Maybe: {
      ...model('Maybe', { ...DRAFT, type: 'object', properties: { item: { oneOf: [{ type: 'null' }, { $ref: url('Item') }] } } }),
      DependsOn: 'Item',
    },
  },
}

const JSON_TYPE = { 'Content-Type': 'application/json' }
const BAD_BODY = { status: 400, body: '{"message":"Invalid request body"}', headers: { 'x-amzn-ErrorType': 'BadRequestException' } }
const post = (path: string, value: unknown): Request => ({
  method: 'POST',
  path,
  headers: JSON_TYPE,
  body: typeof value === 'string' ? value : JSON.stringify(value),
})
const accepts = (what: string, path: string, value: unknown, source: Source): Case => ({
  id: `rest.validation.${what}`,
  given,
  when: post(path, value),
  then: { status: 200 },
  source,
})
const refuses = (what: string, path: string, value: unknown, source: Source): Case => ({
  ...accepts(what, path, value, source),
  then: BAD_BODY,
})
const missing = (what: string, path: string, headers: Record<string, string>, names: string, source: Source): Case => ({
  id: `rest.validation.${what}`,
  given,
  when: { path, headers },
  then: {
    status: 400,
    body: `{"message":"Missing required request parameters: [${names}]"}`,
    headers: { 'x-amzn-ErrorType': 'BadRequestException' },
  },
  source,
})

const BODY = recorded('facts/13, 250')
const REFS = recorded('facts/13, 252')
const DRAFT_4 = documented('docs: api-gateway-method-request-validation')
const PARAMETERS = recorded('facts/01, section 3')

export const VALIDATION: readonly Case[] = [
  accepts('good-body', '/item', { name: 'tea' }, BODY),
  refuses('required-property', '/item', {}, BODY),
  refuses('wrong-type', '/item', { name: 1 }, BODY),
  refuses('no-json', '/item', '{', BODY),
  refuses('text-instead-of-an-object', '/item', '"tea"', BODY),
  { ...refuses('no-body', '/item', '', BODY), when: { method: 'POST', path: '/item', headers: JSON_TYPE } },
  { ...refuses('no-body-and-no-content-type', '/item', '', BODY), when: { method: 'POST', path: '/item' } },
  { ...refuses('no-body-with-get', '/item', '', BODY), when: { path: '/item' } },
  { ...refuses('bad-body-without-content-type', '/item', '', BODY), when: { method: 'POST', path: '/item', body: '{}' } },
  { ...accepts('good-body-without-content-type', '/item', '', BODY), when: { method: 'POST', path: '/item', body: '{"name":"tea"}' } },
  refuses('min-length', '/item', { name: 'x' }, DRAFT_4),
  refuses('pattern', '/item', { name: 'TEA' }, DRAFT_4),
  refuses('exclusive-minimum-of-draft-4', '/item', { name: 'tea', price: 0 }, DRAFT_4),
  accepts('above-the-minimum', '/item', { name: 'tea', price: 0.1 }, DRAFT_4),
  refuses('enum', '/item', { name: 'tea', colour: 'green' }, DRAFT_4),
  refuses('max-items', '/item', { name: 'tea', tags: ['a', 'b', 'c'] }, DRAFT_4),
  refuses('unique-items', '/item', { name: 'tea', tags: ['a', 'a'] }, DRAFT_4),
  accepts('additional-properties', '/item', { name: 'tea', more: 1 }, DRAFT_4),
  accepts('reference-to-a-model', '/order', { items: [{ name: 'tea' }] }, REFS),
  refuses('bad-element-behind-a-reference', '/order', { items: [{ name: 'tea' }, {}] }, REFS),
  accepts('circular-reference', '/tree', { value: 1, children: [{ value: 2, children: [{ value: 3 }] }] }, REFS),
  refuses('deep-in-a-circular-reference', '/tree', { value: 1, children: [{ value: 2, children: [{}] }] }, REFS),
  accepts('one-of-with-null', '/maybe', { item: null }, REFS),
  accepts('one-of-with-a-model', '/maybe', { item: { name: 'tea' } }, REFS),
  refuses('none-of-one-of', '/maybe', { item: 3 }, REFS),
  accepts('parameters-only-leave-the-body', '/parameters-only', {}, DRAFT_4),
  accepts('no-validator-no-validation', '/no-validator', {}, DRAFT_4),
  {
    id: 'rest.validation.content-type-with-charset',
    given,
    when: { ...post('/item', {}), headers: { 'Content-Type': 'application/json; charset=utf-8' } },
    then: BAD_BODY,
    source: uncertain('facts/02, section 8'),
  },
  missing('all-missing-parameters-are-named', '/params/1', {}, 'a, X-B', PARAMETERS),
  missing('one-missing-query-parameter', '/params/1', { 'X-B': '1' }, 'a', PARAMETERS),
  missing('one-missing-header', '/params/1?a=1', {}, 'X-B', PARAMETERS),
  missing('header-in-another-case', '/params/1?a=1', { 'x-b': '1' }, 'X-B', documented('docs: api-gateway-known-issues')),
  missing('query-parameter-in-another-case', '/params/1?A=1', { 'X-B': '1' }, 'a', documented('docs: api-gateway-known-issues')),
  missing('empty-query-parameter', '/params/1?a=', { 'X-B': '1' }, 'a', documented('docs: api-gateway-method-request-validation')),
  {
    id: 'rest.validation.all-parameters',
    given,
    when: { path: '/params/1?a=1', headers: { 'X-B': '1' } },
    then: { status: 200, body: 'params' },
    source: PARAMETERS,
  },
  {
    id: 'rest.validation.declared-without-validator',
    given,
    when: { path: '/declared' },
    then: { status: 200 },
    source: documented('docs: api-gateway-method-request-validation'),
  },
  {
    id: 'rest.validation.parameters-before-the-body',
    given,
    when: post('/both', {}),
    then: { status: 400, body: '{"message":"Missing required request parameters: [a]"}' },
    source: recorded('facts/01, section 1'),
  },
  { ...refuses('body-behind-the-parameters', '/both?a=1', {}, recorded('facts/01, section 1')) },
]
