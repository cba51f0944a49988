import { type Case, documented, type Given, named, recorded, type Source, uncertain } from '../case'

const ROUTES = [
  'GET /',
  'GET /orders',
  'GET /orders/{id}',
  'GET /orders/{id}/lines',
  'POST /test',
  'OPTIONS /{proxy+}',
  'ANY /test/any',
  'GET /part1',
  'GET /part1/hardcoded-value',
  'GET /part2/{param}/fixed',
  'GET /part2/{param}/{rest+}',
  'GET /greedy/{proxy+}',
  'GET /mixed/literal',
  'GET /mixed/{param}',
  'GET /mixed/{param}/deep',
  'GET /v1.0_a-b',
]
const given: Given = { routes: Object.fromEntries(ROUTES.map((route) => [route, named(route)])) }

/** Resources beside a parameter of the root: the second is created before the first. */
const rootParameter: Given = {
  routes: Object.fromEntries(['GET /{param+}', 'GET /part1', 'GET /part1/hardcoded-value'].map((route) => [route, named(route)])),
}
const lateParameter: Given = {
  routes: Object.fromEntries(['GET /part1/hardcoded-value', 'GET /part1', 'GET /{param+}'].map((route) => [route, named(route)])),
}
const greedyOnly: Given = { routes: { 'ANY /{proxy+}': named('ANY /{proxy+}') } }

const NONE = { status: 403, body: '{"message":"Missing Authentication Token"}' }
const taken = (what: string, request: string, by: string, source: Source, api: Given = given): Case => {
  const [method, path] = request.split(' ') as [string, string]
  return { id: `rest.routing.${what}`, given: api, when: { method, path }, then: { status: 200, body: by }, source }
}
const missed = (what: string, request: string, source: Source, api: Given = given): Case => {
  const [method, path] = request.split(' ') as [string, string]
  return { id: `rest.routing.${what}`, given: api, when: { method, path }, then: NONE, source }
}

const SIBLING = recorded('facts/13, 239')
const ORDER = recorded('facts/13, 240')
const PATHS = recorded('facts/01, section 2')
const PRECEDENCE = documented('docs: api-gateway-method-settings-method-request')

export const ROUTING: readonly Case[] = [
  taken('root', 'GET /', 'GET /', PRECEDENCE),
  taken('root-without-slash', 'GET ', 'GET /', uncertain('facts/01, section 2')),
  taken('literal', 'GET /orders', 'GET /orders', PRECEDENCE),
  taken('parameter', 'GET /orders/7', 'GET /orders/{id}', PRECEDENCE),
  taken('below-parameter', 'GET /orders/7/lines', 'GET /orders/{id}/lines', PRECEDENCE),
  taken('literal-beats-parameter', 'GET /mixed/literal', 'GET /mixed/literal', PRECEDENCE),
  taken('parameter-beside-literal', 'GET /mixed/other', 'GET /mixed/{param}', PRECEDENCE),
  taken('back-from-literal-to-parameter', 'GET /mixed/literal/deep', 'GET /mixed/{param}/deep', uncertain('facts/01, section 2')),
  taken('literal-beats-greedy', 'GET /part2/x/fixed', 'GET /part2/{param}/fixed', PRECEDENCE),
  taken('greedy-below-parameter', 'GET /part2/x/other/more', 'GET /part2/{param}/{rest+}', PRECEDENCE),
  taken('greedy-takes-one-segment', 'GET /greedy/a', 'GET /greedy/{proxy+}', PRECEDENCE),
  taken('greedy-takes-many-segments', 'GET /greedy/a/b/c', 'GET /greedy/{proxy+}', PRECEDENCE),
  taken('characters-of-a-path-part', 'GET /v1.0_a-b', 'GET /v1.0_a-b', documented('facts/10, naming')),
  taken('sibling-without-the-method', 'OPTIONS /test', 'OPTIONS /{proxy+}', SIBLING),
  taken('sibling-with-the-method', 'POST /test', 'POST /test', SIBLING),
  taken('sibling-with-any', 'OPTIONS /test/any', 'ANY /test/any', SIBLING),
  taken('sibling-below-a-literal', 'OPTIONS /test/none', 'OPTIONS /{proxy+}', SIBLING),
  taken('hardcoded-sibling', 'GET /part1/hardcoded-value', 'GET /part1/hardcoded-value', ORDER, rootParameter),
  taken('back-to-the-root-parameter', 'GET /part1/random-value', 'GET /{param+}', ORDER, rootParameter),
  taken('parent-of-a-sibling', 'GET /part1', 'GET /part1', ORDER, rootParameter),
  taken('creation-order-of-the-sibling', 'GET /part1/hardcoded-value', 'GET /part1/hardcoded-value', ORDER, lateParameter),
  taken('creation-order-of-the-parameter', 'GET /part1/random-value', 'GET /{param+}', ORDER, lateParameter),
  taken('trailing-slash', 'GET /orders/', 'GET /orders', PATHS),
  taken('trailing-slash-of-a-parameter', 'GET /orders/7/', 'GET /orders/{id}', PATHS),
  taken('leading-slashes-count-as-one', 'GET //orders', 'GET /orders', PATHS),
  taken('inner-slashes-in-a-greedy-value', 'GET /greedy/a//b', 'GET /greedy/{proxy+}', PATHS),
  taken('encoded-slash-stays-in-its-segment', 'GET /orders/a%2Fb', 'GET /orders/{id}', uncertain('facts/01, section 2')),
  taken('query-string-does-not-route', 'GET /orders?x=/7', 'GET /orders', PRECEDENCE),
  {
    id: 'rest.routing.slashes-before-the-stage',
    given,
    when: { path: '', target: '//test/orders' },
    then: { status: 200, body: 'GET /orders' },
    source: PATHS,
  },
  missed('greedy-needs-a-segment', 'GET /greedy', PRECEDENCE),
  missed('greedy-needs-a-segment-behind-the-slash', 'GET /greedy/', uncertain('facts/01, section 2')),
  missed('root-is-not-of-greedy', 'GET /', recorded('facts/01, section 1'), greedyOnly),
  missed('unknown-path', 'GET /nothing', recorded('facts/01, section 1')),
  missed('unknown-path-below-a-resource', 'GET /orders/7/lines/more', recorded('facts/01, section 1')),
  missed('literals-are-case-sensitive', 'GET /ORDERS', recorded('facts/01, section 2')),
  missed('empty-segment-is-no-parameter', 'GET /part2//fixed', uncertain('facts/01, section 2')),
]
