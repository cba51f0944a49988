import { type Case, documented, type Given, http, recorded, rendering, type Source, uncertain } from '../case'

/** The template of a case is the request template of its own path, and what it renders is what the backend got. */
interface Line {
  readonly what: string
  readonly template: string
  readonly body?: string
  readonly sent: string
  readonly source: Source
}

const TEMPLATE_FACT = recorded('facts/13, 265')
const BODY = recorded('facts/13, 268')
const MISSING = recorded('facts/13, 266')
const JSON_FACT = recorded('facts/14, JSON and JSONPath')
const REFERENCE = documented('docs: api-gateway-mapping-template-reference')
const SOME = '{"some": "value"}'
const IS = '#if($x == $null)null#{else}no#end #if($x == "")empty#{else}no#end'

const LINES: readonly Line[] = [
  { what: 'body-is-the-raw-text', template: '$input.body', body: SOME, sent: SOME, source: BODY },
  { what: 'body-that-is-no-json', template: '$input.body', body: 'str-body', sent: 'str-body', source: BODY },
  { what: 'empty-body-is-an-object', template: '$input.body', sent: '{}', source: BODY },
  { what: 'json-of-an-empty-body', template: "$input.json('$')", sent: '{}', source: recorded('facts/14, 5') },
  { what: 'path-of-an-empty-body', template: "$input.path('$')", sent: '{}', source: recorded('facts/14, 5') },
  { what: 'body-has-no-members', template: '[$input.body.some]', body: SOME, sent: '[]', source: BODY },
  { what: 'body-member-set', template: '#set($r = $input.body.some)[$r]', body: SOME, sent: '[]', source: BODY },
  { what: 'map-prints-as-in-java', template: "$input.path('$')", body: '{"foo":"bar"}', sent: '{foo=bar}', source: TEMPLATE_FACT },
  {
    what: 'map-with-several-members',
    template: "$input.path('$')",
    body: '{"bigger":"dict","to":"test","with":"separators"}',
    sent: '{bigger=dict, to=test, with=separators}',
    source: TEMPLATE_FACT,
  },
  { what: 'list-prints-as-json', template: "$input.path('$')", body: '[{"foo": "bar"}]', sent: '[{"foo":"bar"}]', source: TEMPLATE_FACT },
  {
    what: 'list-in-a-map-prints-as-json',
    template: "$input.path('$')",
    body: '{"foo": [{"nested": "bar"}]}',
    sent: '{foo=[{"nested":"bar"}]}',
    source: TEMPLATE_FACT,
  },
  { what: 'to-string', template: "$input.path('$').toString()", body: '{"foo":"bar"}', sent: '{foo=bar}', source: TEMPLATE_FACT },
  { what: 'to-string-of-a-list', template: "$input.path('$').toString()", body: '[{"a":1}]', sent: '[{"a":1}]', source: TEMPLATE_FACT },
  { what: 'missing-path', template: "[$input.path('$.nothing')]", body: SOME, sent: '[]', source: MISSING },
  {
    what: 'missing-path-equals-null-and-empty',
    template: `#set($x = $input.path('$.nothing'))${IS}`,
    body: SOME,
    sent: 'null empty',
    source: MISSING,
  },
  {
    what: 'json-null-equals-null-and-empty',
    template: `#set($x = $input.path('$.a'))[$x]${IS}`,
    body: '{"a":null}',
    sent: '[]null empty',
    source: MISSING,
  },
  {
    what: 'empty-list-equals-neither',
    template: `#set($x = $input.path('$.a'))$x ${IS}`,
    body: '{"a":[]}',
    sent: '[] no no',
    source: MISSING,
  },
  { what: 'property-of-an-empty-list', template: "#set($x = $input.path('$.a'))[$x.b]", body: '{"a":[]}', sent: '[]', source: MISSING },
  { what: 'index', template: "#set($x = $input.path('$'))$x[0]", body: '[{"a":1},2]', sent: '{a=1}', source: recorded('facts/13, 267') },
  {
    what: 'index-of-a-nested-list',
    template: "#set($x = $input.path('$'))$x[0]",
    body: '[[1,{"a":2}]]',
    sent: '[1,{"a":2}]',
    source: recorded('facts/13, 267'),
  },
  {
    what: 'foreach-over-a-range',
    template: '#foreach($idx in [0..1])$input.path("$.records[${idx}].data")#if($foreach.hasNext),#end#end',
    body: '{"records":[{"data":"a"},{"data":"b"}]}',
    sent: 'a,b',
    source: recorded('facts/13, 275'),
  },
  {
    what: 'range-up-to-a-variable',
    template: '#set($max = $input.path("$.records").size() - 1)#foreach($idx in [0..$max])$idx#end',
    body: '{"records":[1,2,3]}',
    sent: '012',
    source: recorded('facts/13, 275'),
  },
  {
    what: 'undefined-is-compared-with-text',
    template: "#if($foo.bar.stuff != '')set#{else}unset#end",
    sent: 'unset',
    source: recorded('facts/13, 275'),
  },
  { what: 'json-of-a-member', template: "$input.json('$.a')", body: '{"a": {"b": [1, "x"]}}', sent: '{"b":[1,"x"]}', source: REFERENCE },
  { what: 'json-of-a-text', template: "$input.json('$.a')", body: '{"a": "x"}', sent: '"x"', source: REFERENCE },
  {
    what: 'json-of-numbers',
    template: "$input.json('$')",
    body: '[1, 2.50, 1e3, 10000000000000000000]',
    sent: '[1,2.5,1000.0,10000000000000000000]',
    source: uncertain('facts/14, JSON and JSONPath'),
  },
  {
    what: 'json-of-a-missing-path',
    template: "$input.json('$.nothing')",
    body: SOME,
    sent: '""',
    source: uncertain('facts/14, JSON and JSONPath'),
  },
  { what: 'text-that-is-no-json', template: "$input.json('$')", body: 'hello', sent: '"hello"', source: JSON_FACT },
  { what: 'text-that-looks-like-an-assignment', template: "$input.json('$')", body: 'a=b', sent: '"a=b"', source: JSON_FACT },
  {
    what: 'methods-of-lists-and-maps',
    template: "$input.path('$.l').size() $input.path('$.m').keySet() $input.path('$.m').get('k')",
    body: '{"l":[1,2],"m":{"k":"v"}}',
    sent: '2 [k] v',
    source: recorded('facts/03, section 2'),
  },
  {
    what: 'path-filter',
    template: "$input.path('$.items[?(@.n > 1)].n')",
    body: '{"items":[{"n":1},{"n":2},{"n":3}]}',
    sent: '[2,3]',
    source: REFERENCE,
  },
  {
    what: 'path-of-everything-below',
    template: "$input.path('$..n')",
    body: '{"a":{"n":1},"n":2}',
    sent: '[2,1]',
    source: uncertain('facts/14, JSON and JSONPath'),
  },
]
const routeOf = ({ what }: Line) => `/${what}`

const given: Given = {
  routes: {
    ...Object.fromEntries(
      LINES.map((line) => [`POST ${routeOf(line)}`, http('/in', { RequestTemplates: { 'application/json': line.template } })]),
    ),
    'POST /truncated': http('/in', { RequestTemplates: { 'application/json': "$input.path('$.a')" } }),
    'GET /params/{id}': rendering("$input.params('id')|$input.params('q')|$input.params('X-Mine')|[$input.params('none')]"),
    'GET /order/{id}': rendering("$input.params('id')|$input.params('q')"),
    'GET /maps/{id}': rendering(
      "$input.params().path.id|$input.params().querystring.q|$input.params().header.X-Mine|$input.params().header.get('X-Mine')",
    ),
    'GET /keys': rendering("$input.params().keySet()|$input.params().get('querystring').get('q')"),
    'GET /backend-body': http('/answer', {
      IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': '<$input.body>' } }],
    }),
    'GET /backend-json': http('/answer', {
      IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': "$input.path('$.a') $input.json('$.l')" } }],
    }),
    'GET /backend-empty': http('/nothing', {
      IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': '$input.body' } }],
    }),
    'GET /backend-params/{id}': http('/answer', {
      IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': "$input.params('id')" } }],
    }),
  },
  backend: { '/answer': { body: '{"a": "x", "l": [1, 2]}' }, '/nothing': {} },
}
const get = (what: string, path: string, body: string, source: Source, headers: Record<string, string> = {}): Case => ({
  id: `rest.input.${what}`,
  given,
  when: { path, headers },
  then: { status: 200, body },
  source,
})
const PARAMS = recorded('facts/13, 260')
const RESPONSE = recorded('facts/13, 270')

export const INPUT: readonly Case[] = [
  ...LINES.map(
    (line): Case => ({
      id: `rest.input.${line.what}`,
      given,
      when: { method: 'POST', path: routeOf(line), headers: { 'Content-Type': 'application/json' }, body: line.body ?? '' },
      then: { status: 200, received: { body: line.sent } },
      source: line.source,
    }),
  ),
  {
    id: 'rest.input.truncated-json',
    given,
    when: { method: 'POST', path: '/truncated', headers: { 'Content-Type': 'application/json' }, body: '{"a": 1' },
    then: { status: 400, body: /^\{"message": ?"Could not process payload/ },
    source: JSON_FACT,
  },
  get('params-by-name', '/params/7?q=1', '7|1|h|[]', PARAMS, { 'X-Mine': 'h' }),
  get('params-path-before-query-string', '/order/7?id=9', '7|', PARAMS),
  get('params-query-string-before-header', '/order/7?q=1', '7|1', PARAMS, { q: 'header' }),
  get('params-header-last', '/order/7', '7|header', PARAMS, { q: 'header' }),
  get('params-as-maps', '/maps/7?q=1', '7|1|h|h', PARAMS, { 'X-Mine': 'h' }),
  get('params-key-set', '/keys?q=1', '[path, querystring, header]|1', PARAMS),
  get('params-last-of-several', '/order/7?q=1&q=2', '7|2', uncertain('facts/02, section 7')),
  get('params-are-decoded', '/order/a%20b?q=c%20d', 'a b|c d', documented('docs: api-gateway-known-issues')),
  get('params-header-in-another-case', '/params/7?q=1', '7|1||[]', uncertain('facts/03, section 2'), { 'x-mine': 'h' }),
  get('body-of-the-backend', '/backend-body', '<{"a": "x", "l": [1, 2]}>', RESPONSE),
  get('paths-in-the-body-of-the-backend', '/backend-json', 'x [1,2]', RESPONSE),
  get('empty-body-of-the-backend', '/backend-empty', '{}', BODY),
  get('params-in-a-response-template', '/backend-params/7', '7', recorded('facts/13, 260')),
]
