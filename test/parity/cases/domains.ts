import { ECHO } from '../../support/rest-template'
import { type Case, documented, type Given, named, recorded, rendering, type Source, type Then, uncertain } from '../case'

const NAME = 'api.example.com'
const mapping = (basePath: string | undefined, more: object = { Stage: 'test' }) => ({
  Type: 'AWS::ApiGateway::BasePathMapping',
  DependsOn: 'Stage',
  Properties: {
    DomainName: { Ref: 'Domain' },
    RestApiId: { Ref: 'Api' },
    ...(basePath === undefined ? {} : { BasePath: basePath }),
    ...more,
  },
})
const domain = {
  Type: 'AWS::ApiGateway::DomainName',
  Properties: {
    DomainName: NAME,
    RegionalCertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/11111111-1111-1111-1111-111111111111',
    EndpointConfiguration: { Types: ['REGIONAL'] },
  },
}
const routes: Given['routes'] = {
  'GET /orders': rendering('$context.path $context.domainName $context.domainPrefix $context.stage'),
  'GET /event': { fn: 'Echo' },
}
const functions = { Echo: ECHO }
const shop: Given = { routes, functions, resources: { Domain: domain, Shop: mapping('shop'), Any: mapping('any', {}) } }
const root: Given = { routes, functions, resources: { Domain: domain, Root: mapping(undefined) } }
const closed: Given = {
  routes: { 'GET /orders': named('orders') },
  api: { DisableExecuteApiEndpoint: true },
  resources: { Domain: domain, Root: mapping(undefined) },
}

const one = (what: string, given: Given, target: string, then: Then, source: Source, host: string | undefined = NAME): Case => ({
  id: `rest.domains.${what}`,
  given,
  when: { path: '', target, headers: host === '' ? {} : { Host: host } },
  then,
  source,
})
const FORBIDDEN: Then = { status: 403, body: '{"message":"Forbidden"}', headers: { 'x-amzn-ErrorType': 'ForbiddenException' } }
const GUIDE = documented('docs: rest-api-mappings')

export const DOMAINS: readonly Case[] = [
  one('base-path', shop, '/shop/orders', { status: 200, body: `/shop/orders ${NAME} api test` }, GUIDE),
  one('no-mapping', shop, '/other/orders', FORBIDDEN, uncertain('facts/01, section 1')),
  one('no-base-path', shop, '/', FORBIDDEN, uncertain('facts/01, section 1')),
  one('base-path-is-a-whole-segment', shop, '/shopping/orders', FORBIDDEN, GUIDE),
  one('mapping-without-a-stage', shop, '/any/test/orders', { status: 200 }, GUIDE),
  one('unknown-stage-of-a-mapping-without', shop, '/any/nothing/orders', { status: 403 }, uncertain('facts/01, section 1')),
  one('root-mapping', root, '/orders', { status: 200, body: `/orders ${NAME} api test` }, GUIDE),
  one('no-route', root, '/nothing', { status: 403, body: '{"message":"Missing Authentication Token"}' }, recorded('facts/01, section 1')),
  one(
    'event-has-the-base-path',
    shop,
    '/shop/event',
    { json: { path: '/shop/event', resource: '/event', requestContext: { path: '/shop/event', domainName: NAME, domainPrefix: 'api' } } },
    uncertain('facts/02, section 1'),
  ),
  one('host-in-capitals', shop, '/shop/orders', { status: 200 }, uncertain('facts/01, section 1'), 'API.example.com'),
  one('default-endpoint-beside-a-domain', shop, '/test/orders', { status: 200 }, documented('docs: rest-api-disable-default-endpoint'), ''),
  one('disabled-default-endpoint', closed, '/test/orders', FORBIDDEN, documented('docs: rest-api-disable-default-endpoint'), ''),
  one(
    'domain-of-a-disabled-default-endpoint',
    closed,
    '/orders',
    { status: 200, body: 'orders' },
    documented('docs: rest-api-disable-default-endpoint'),
  ),
]
