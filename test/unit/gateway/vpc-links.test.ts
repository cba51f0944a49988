import { emulate } from '../../../emulator/testing/index'
import { type Received, startBackend } from '../../support/backend'
import { restTemplate, type TestMethod } from '../../support/rest-template'

const linked = (connectionId: unknown, more: object = {}): TestMethod => ({
  integration: {
    Type: 'HTTP_PROXY',
    IntegrationHttpMethod: 'GET',
    ConnectionType: 'VPC_LINK',
    ConnectionId: connectionId,
    Uri: 'http://orders.internal/items',
    ...more,
  },
})
const NLB = 'arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/orders/0123456789abcdef'
const ALB = 'arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/orders/0123456789abcdef'
const template = restTemplate({
  routes: {
    'GET /v1': linked({ Ref: 'Link' }),
    'GET /by-variable': linked('${stageVariables.link}'),
    'GET /v2': linked('v2link', { IntegrationTarget: ALB }),
  },
  stage: { Variables: { link: 'fromvariable' } },
  resources: { Link: { Type: 'AWS::ApiGateway::VpcLink', Properties: { Name: 'orders-link', TargetArns: [NLB] } } },
})

test.each<[string, (url: string) => Record<string, string>, string, string]>([
  ['by the name of the link', (url) => ({ 'orders-link': url }), '/v1', '/items'],
  ['by the ARN of its balancer', (url) => ({ [NLB]: url }), '/v1', '/items'],
  ['any link', (url) => ({ '*': url }), '/v1', '/items'],
  ['by an id that a stage variable gives', (url) => ({ fromvariable: url }), '/by-variable', '/items'],
  ['of the second kind, by its target: the path begins with the stage', (url) => ({ [ALB]: url }), '/v2', '/test/items'],
])('a local server stands for what is behind a VPC link: %s', async (_what, vpcLinks, path, received) => {
  await using backend = await startBackend()
  await using gateway = await emulate(template, { vpcLinks: vpcLinks(backend.url) })
  const response = await gateway.fetch(path)
  const { url, headers } = (await response.json()) as Received
  expect([response.status, url, headers['host']]).toEqual([200, received, 'orders.internal'])
})

test('a link that nothing stands behind is told', async () => {
  await using gateway = await emulate(template)
  expect(gateway.diagnostics.map(({ code }) => code)).toEqual([
    'vpc-link-without-target',
    'vpc-link-without-target',
    'vpc-link-without-target',
  ])
})
