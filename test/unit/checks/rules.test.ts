import { checkTemplate, RULES } from '../../../checks/index'
import { mockOf, restTemplate } from '../../support/rest-template'
import { apis } from './cases/apis'
import { backends } from './cases/backends'
import { doors } from './cases/doors'
import { stages } from './cases/stages'

const CASES = [...doors, ...backends, ...stages, ...apis]

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  test.each(CASES.filter((one) => one.rule === id).map((one) => [one.title, one] as const))('%s', (_title, { template, found }) => {
    const said = checkTemplate(template, {}, [rule]).map(({ severity, resource, message }) => `${severity} ${resource}: ${message}`)
    expect(said).toEqual(found)
  })

  test('has a template that it speaks of, and one that it is silent about', () => {
    const own = CASES.filter((one) => one.rule === id)
    expect([own.some(({ found }) => found.length > 0), own.some(({ found }) => found.length === 0)]).toEqual([true, true])
  })
})

test('every case is of a rule, and every rule says where AWS or a standard says so', () => {
  expect(CASES.map(({ rule }) => rule).filter((rule) => !RULES.some(({ id }) => id === rule))).toEqual([])
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length)
  for (const { source, documentation, fix } of RULES) {
    expect(source).toMatch(/^https:\/\/(?:docs\.aws\.amazon\.com|fetch\.spec\.whatwg\.org)\//)
    expect(documentation).toMatch(/^[A-Z].{80,}\.$/s)
    expect(fix).toMatch(/\.$|\)\.$/)
  }
})

test.each<[string, unknown, boolean]>([
  ['a list that names it', ['open-method'], false],
  ['a reason for it', { 'open-method': 'a probe' }, false],
  ['another one', { 'no-throttle': 'a probe' }, true],
  ['nothing', undefined, true],
])('metadata that acknowledges %s, at the method or at its API', (_title, acknowledge, told) => {
  const metadata = acknowledge === undefined ? {} : { 'portico:acknowledge': acknowledge }
  const template = restTemplate({ routes: { 'GET /a': { ...mockOf('a'), metadata } } })
  const isTold = (one: object) => checkTemplate(one).some(({ rule }) => rule === 'open-method')
  expect(isTold(template)).toBe(told)
  const plain = restTemplate({ routes: { 'GET /a': mockOf('a') } })
  const { Api, ...rest } = plain.Resources as Record<string, object>
  expect(isTold({ Resources: { ...rest, Api: { ...Api, Metadata: metadata } } })).toBe(told)
})

test('a route of a body is acknowledged by its name, and has its place in the body', () => {
  const backend = { 'x-amazon-apigateway-integration': { type: 'http_proxy', uri: 'https://orders.internal.example', httpMethod: 'GET' } }
  const told = (Metadata: object) => {
    const Body = { openapi: '3.0.1', info: { title: 'Shop' }, paths: { '/a': { get: backend }, '/b': { get: backend } } }
    const found = checkTemplate({ Resources: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Body }, Metadata } } })
    return found.filter(({ rule }) => rule === 'open-method').map(({ property }) => property)
  }
  expect(told({})).toEqual(['Properties.Body.paths./a.get', 'Properties.Body.paths./b.get'])
  expect(told({ 'portico:acknowledge': ['open-method@GET /a'] })).toEqual(['Properties.Body.paths./b.get'])
  expect(told({ 'portico:routes': { 'GET /b': { 'portico:acknowledge': ['open-method'] } } })).toEqual(['Properties.Body.paths./a.get'])
  expect(told({ 'portico:acknowledge': { 'open-method': 'a test' } })).toEqual([])
})
