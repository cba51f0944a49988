import { mockOf } from '../../support/rest-template'
import { type Case, documented, type Given, named, type Request, type Step, type Then, uncertain } from '../case'

const DOCS = documented('docs: api-gateway-metrics-and-dimensions')
const UNSURE = uncertain('facts/06, section 1')

/** An API of its own for each case, so that its sums are the case's. */
const given = (stage: NonNullable<Given['stage']> = {}): Given => ({
  routes: {
    'GET /ok': named('ok'),
    'GET /broken': mockOf('x', '503'),
    'GET /function': { fn: 'Ok' },
    'GET /key': named('key', { ApiKeyRequired: true }),
  },
  functions: { Ok: 'exports.handler = async () => ({ statusCode: 200 })' },
  stage,
})
const one = (what: string, when: readonly Step[], metrics: NonNullable<Then['metrics']>, source = DOCS, stage = {}): Case => ({
  id: `rest.metrics.${what}`,
  given: given(stage),
  when,
  then: { metrics },
  source,
})
const get = (path: string): Request => ({ path })

export const METRICS: readonly Case[] = [
  one('every-request-counts', [get('/ok'), get('/ok'), get('/broken')], { Count: 3 }),
  one('client-errors', [get('/ok'), get('/key'), get('/broken')], { Count: 3, '4XXError': 1 }),
  one('server-errors', [get('/ok'), get('/key'), get('/broken')], { '5XXError': 1 }),
  one('errors-that-are-none-count-as-0', [get('/ok')], { '4XXError': 0, '5XXError': 0 }),
  one('routes-that-are-not-there-count', [get('/nowhere')], { Count: 1, '4XXError': 1 }, UNSURE),
  one('integration-latency', [get('/function')], { IntegrationLatency: 0, Latency: 0 }),
  one('mocks-have-no-integration-latency', [get('/ok')], { IntegrationLatency: undefined, Latency: 0 }, UNSURE),
  one('without-a-cache-nothing-hits-or-misses', [get('/ok')], { CacheHitCount: undefined, CacheMissCount: undefined }),
  one('cache-hits-and-misses', [get('/ok'), get('/ok'), get('/ok')], { Count: 3, CacheHitCount: 2, CacheMissCount: 1 }, DOCS, {
    CacheClusterEnabled: true,
    CacheClusterSize: '0.5',
    MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', CachingEnabled: true }],
  }),
  one('test-invocations-do-not-count', [get('/ok'), { testInvoke: '/ok' }], { Count: 1 }, UNSURE),
]
