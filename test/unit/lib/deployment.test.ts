import { Aspects, aws_apigateway as apigateway, CfnParameter, CfnResource, Stack } from 'aws-cdk-lib'
import { Auth, type RestGateway, Target } from '../../../lib'
import { inlineFunction, OPEN, synthesize } from './synthesize'

type Change = (gateway: RestGateway, stack: Stack) => void

/** An API with one of each thing that a deployment copies. */
function deploymentOf(change?: Change, emit = 'resources') {
  const made = synthesize(
    {
      emit,
      routes: { 'POST /orders': { ...OPEN, body: { type: 'object' } }, 'GET /health': OPEN },
      cors: { origins: ['*'] },
      stages: { prod: { variables: { a: '1' } } },
    },
    (gateway, stack) => {
      const handler = inlineFunction(stack)
      const authorizer = new apigateway.TokenAuthorizer(stack, 'Token', { handler })
      gateway.addRoute('GET /orders', { target: Target.fn(handler), auth: Auth.custom(authorizer) })
      change?.(gateway, stack)
    },
  )
  return { ...made, deployment: made.only('AWS::ApiGateway::Deployment') }
}

const method = (gateway: RestGateway, key: string) => gateway.route(key).method.node.defaultChild as apigateway.CfnMethod
const child = (scope: Stack, type: string) =>
  scope.node.findAll().find((node) => CfnResource.isCfnResource(node) && node.cfnResourceType === type) as CfnResource

const unchanged = deploymentOf().deployment.id

const CHANGES: [string, Change][] = [
  ['an override of a method', (gateway) => method(gateway, 'GET /health').addPropertyOverride('Integration.TimeoutInMillis', 100)],
  ['a deletion override', (gateway) => method(gateway, 'POST /orders').addPropertyDeletionOverride('RequestValidatorId')],
  ['an edit of an L1', (gateway) => void Object.assign(method(gateway, 'GET /health'), { apiKeyRequired: true })],
  [
    'an Aspect',
    (_gateway, stack) =>
      Aspects.of(stack).add({
        visit: (node) => void (node instanceof apigateway.CfnMethod && Object.assign(node, { operationName: `op${node.httpMethod}` })),
      }),
  ],
  [
    'an edit of an authorizer',
    (_gateway, stack) => void Object.assign(child(stack, 'AWS::ApiGateway::Authorizer'), { authorizerResultTtlInSeconds: 0 }),
  ],
  ['an edit of a model', (_gateway, stack) => void Object.assign(child(stack, 'AWS::ApiGateway::Model'), { schema: { type: 'array' } })],
  [
    'an edit of a validator',
    (_gateway, stack) => child(stack, 'AWS::ApiGateway::RequestValidator').addPropertyOverride('ValidateRequestBody', false),
  ],
  [
    'an edit of a gateway response',
    (_gateway, stack) => child(stack, 'AWS::ApiGateway::GatewayResponse').addPropertyOverride('StatusCode', '418'),
  ],
  ['an edit of a resource', (_gateway, stack) => child(stack, 'AWS::ApiGateway::Resource').addPropertyOverride('PathPart', 'order')],
  [
    'binary media types',
    (gateway) => (gateway.api.node.defaultChild as CfnResource).addPropertyOverride('BinaryMediaTypes', ['image/png']),
  ],
  ['a resource policy', (gateway) => (gateway.api.node.defaultChild as CfnResource).addPropertyOverride('Policy', { Statement: [] })],
  [
    'a closed default endpoint',
    (gateway) => (gateway.api.node.defaultChild as CfnResource).addPropertyOverride('DisableExecuteApiEndpoint', true),
  ],
  ['a new route', (gateway) => void gateway.addRoute('GET /new', OPEN)],
  [
    'a gateway response made with the L2',
    (gateway) => void gateway.api.addGatewayResponse('Denied', { type: apigateway.ResponseType.ACCESS_DENIED, statusCode: '404' }),
  ],
  [
    'a method made with the L1, elsewhere in the stack',
    (gateway, stack) =>
      void new CfnResource(stack, 'Raw', {
        type: 'AWS::ApiGateway::Method',
        properties: {
          RestApiId: gateway.api.restApiId,
          ResourceId: gateway.api.restApiRootResourceId,
          HttpMethod: 'GET',
          AuthorizationType: 'AWS_IAM',
        },
      }),
  ],
]

test.each(CHANGES)('%s makes a new deployment', (_name, change) => {
  const { deployment } = deploymentOf(change)
  expect(deployment.id).toMatch(/^ShopDeploymentContent[0-9A-F]{8}[0-9a-f]{24}$/)
  expect(deployment.id).not.toBe(unchanged)
})

test.each(CHANGES)('%s reaches an API that is one body, and its deployment', (_name, change) => {
  const [before, after] = [deploymentOf(undefined, 'openapi'), deploymentOf(change, 'openapi')]
  expect(after.deployment.id).not.toBe(before.deployment.id)
  const apiOf = ({ only }: typeof before) => {
    const { Body, ...beside } = only('AWS::ApiGateway::RestApi').Properties
    return { ...Body, info: undefined, beside }
  }
  expect(apiOf(after)).not.toEqual(apiOf(before))
})

test.each<[string, Change]>([
  ['nothing', () => undefined],
  ['a stage variable', (gateway) => void Object.assign(gateway.stage('prod').node.defaultChild as CfnResource, { variables: { a: '2' } })],
  [
    'a throttle',
    (gateway) => (gateway.stage('prod').node.defaultChild as CfnResource).addPropertyOverride('MethodSettings.0.ThrottlingRateLimit', 1),
  ],
  [
    'the description of a function',
    (_gateway, stack) => void Object.assign(child(stack, 'AWS::Lambda::Function'), { description: 'second' }),
  ],
  ['the name of the API', (gateway) => (gateway.api.node.defaultChild as CfnResource).addPropertyOverride('Name', 'Store')],
  ['metadata of a method', (gateway) => method(gateway, 'GET /health').addMetadata('note', 'hello')],
  [
    'another API of the stack',
    (_gateway, stack) => void new apigateway.RestApi(stack, 'Other', { deploy: false, cloudWatchRole: false }).root.addMethod('GET'),
  ],
])('%s does not', (_name, change) => {
  expect(deploymentOf(change).find('AWS::ApiGateway::Deployment')).toHaveProperty(unchanged)
})

test('the stage points to it, and it waits for all that it copies', () => {
  const { deployment, only, find } = deploymentOf((gateway, stack) => {
    new apigateway.CfnGatewayResponse(stack, 'Raw', { restApiId: gateway.api.restApiId, responseType: 'THROTTLED' })
  })
  expect(only('AWS::ApiGateway::Stage').Properties['DeploymentId']).toEqual({ Ref: deployment.id })
  const copied = ['Method', 'Resource', 'Model', 'RequestValidator', 'Authorizer', 'GatewayResponse'].flatMap((type) =>
    Object.keys(find(`AWS::ApiGateway::${type}`)),
  )
  expect(copied.length).toBeGreaterThan(10)
  expect(copied.filter((id) => !deployment.DependsOn?.includes(id))).toEqual([])
})

test('an API as large as a stack may be is deployed after all of it', () => {
  const routes = Object.fromEntries(Array.from({ length: 240 }, (_, index) => [`GET /r${index}`, OPEN]))
  expect(synthesize({ routes }).only('AWS::ApiGateway::Deployment').DependsOn).toHaveLength(1 + 2 * 240)
})

test('what is known at deployment only redeploys by what is known now', () => {
  const idOf = (redeployOn?: string[]) =>
    synthesize({ routes: { 'GET /': OPEN }, ...(redeployOn !== undefined && { redeployOn }) }).only('AWS::ApiGateway::Deployment').id
  expect(new Set([idOf(), idOf(['revision 1']), idOf(['revision 2'])]).size).toBe(3)
  expect(idOf(['revision 1'])).toBe(idOf(['revision 1']))
  const late = new CfnParameter(new Stack(), 'Revision').valueAsString
  expect(() => idOf([late])).toThrow(/What the API is to be redeployed on is known at deployment only. Got: \{"Ref":"Revision"\}/)
})
