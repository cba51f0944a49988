import {
  App,
  Aspects,
  aws_certificatemanager as acm,
  aws_apigateway as apigateway,
  CfnParameter,
  aws_ec2 as ec2,
  aws_route53 as route53,
  Stack,
} from 'aws-cdk-lib'
import { Auth, RestGateway, type RestGatewayProps, Target } from 'portico'
import { emulate } from 'portico/testing'
import { appOf, deployInTurn, handlerOf, idsOf, judgeOf, PLAIN_MOCK, propertiesOf, templateOf } from '../support/cdk-apps'
import { OPEN } from '../unit/lib/synthesize'

/**
 * What goes wrong with `aws-apigateway` used plainly, and does not with Portico: each trap with its proof in the template, or, where it shows at
 * run time, by requests to the emulator. That the plain form falls into it is asserted too: a trap that AWS or the CDK closes is to be noticed.
 */
interface Trap {
  readonly name: string
  readonly plain: () => unknown
  readonly ours: () => unknown
}

const { integration: mock, options } = PLAIN_MOCK
const API = 'AWS::ApiGateway'
const plainApi = (stack: Stack, props: apigateway.RestApiProps = {}) =>
  new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false, ...props })
const gateway = (stack: Stack, props: RestGatewayProps) => new RestGateway(stack, 'Shop', props)
const methodOf = (stack: Stack) => stack.node.findAll().find((node) => node instanceof apigateway.CfnMethod) as apigateway.CfnMethod
const json = (body: unknown) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const many = (count: number) => Array.from({ length: count }, (_, index) => `a-resource-with-a-long-name-${index}`)
const certificate = (stack: Stack) => acm.Certificate.fromCertificateArn(stack, 'Cert', 'arn:aws:acm:us-east-1:000000000000:certificate/1')

/** Ways to change an API behind the back of a hash that was taken while it was declared. */
const CHANGES: readonly ((stack: Stack) => void)[] = [
  (stack) => methodOf(stack).addPropertyOverride('ApiKeyRequired', true),
  (stack) =>
    Aspects.of(stack).add({
      visit: (node) => void (node instanceof apigateway.CfnMethod && node.addPropertyOverride('ApiKeyRequired', true)),
    }),
  (stack) =>
    void Object.assign(stack.node.findAll().find((node) => node instanceof apigateway.CfnAuthorizer) ?? {}, {
      authorizerResultTtlInSeconds: 0,
    }),
]

const TRAPS: readonly Trap[] = [
  {
    name: '1. changes by overrides, Aspects and authorizers do not reach the stage',
    plain: async () => {
      const declare = (change?: (stack: Stack) => void) =>
        appOf((stack) => {
          const authorizer = new apigateway.TokenAuthorizer(stack, 'Auth', { handler: judgeOf(stack) })
          const api = plainApi(stack)
          api.root.addMethod('GET', mock, options)
          api.root.addMethod('POST', mock, { ...options, authorizer })
          change?.(stack)
        })
      const deployment = (app: App) => idsOf(templateOf(app), `${API}::Deployment`)
      for (const change of CHANGES) expect(deployment(declare(change))).toEqual(deployment(declare()))
      // The key that the method wants now is not asked for.
      const statuses = await deployInTurn([declare(), declare(CHANGES[0])], async (get) => (await get('/')).status)
      expect(statuses).toEqual([200, 200])
    },
    ours: async () => {
      const declare = (change?: (stack: Stack) => void) =>
        appOf((stack) => {
          gateway(stack, { routes: { 'GET /': OPEN, 'POST /': { ...OPEN, auth: Auth.tokenFn(judgeOf(stack)) } } })
          change?.(stack)
        })
      const deployment = (app: App) => idsOf(templateOf(app), `${API}::Deployment`)
      for (const change of CHANGES) expect(deployment(declare(change))).not.toEqual(deployment(declare()))
      const statuses = await deployInTurn([declare(), declare(CHANGES[0])], async (get) => (await get('/')).status)
      expect(statuses).toEqual([200, 403])
    },
  },
  {
    name: '2. a hundred routes with CORS are more than a stack holds',
    plain: () => {
      const app = appOf((stack) => {
        const api = plainApi(stack, { defaultCorsPreflightOptions: { allowOrigins: ['*'] } })
        const fn = new apigateway.LambdaIntegration(handlerOf(stack, 'Fn', 'return { statusCode: 200 }'))
        for (const name of many(100)) api.root.addResource(name).addMethod('GET', fn)
      })
      expect(() => app.synth()).toThrow(/greater than allowed maximum of 500/)
    },
    ours: async () => {
      const app = appOf((stack) => {
        const target = Target.fn(handlerOf(stack, 'Fn', 'return { statusCode: 200, body: event.path }'))
        gateway(stack, {
          cors: { origins: ['*'] },
          routes: Object.fromEntries(many(180).map((name) => [`GET /${name}`, { ...OPEN, target }])),
        })
      })
      expect(Object.keys(templateOf(app).Resources).length).toBeLessThan(20)
      await using served = await emulate(app)
      expect(await (await served.fetch(`/${many(180)[179]}`)).text()).toBe('/a-resource-with-a-long-name-179')
    },
  },
  {
    name: '3. two permissions for each route are more than the policy of a function holds',
    plain: async () => {
      const app = appOf((stack) => {
        const api = plainApi(stack)
        const fn = new apigateway.LambdaIntegration(handlerOf(stack, 'Fn', 'return { statusCode: 200 }'))
        for (const name of many(60)) api.root.addResource(name).addMethod('GET', fn)
      })
      expect(idsOf(templateOf(app), 'AWS::Lambda::Permission')).toHaveLength(120)
      await expect(emulate(app)).rejects.toThrow(/The final policy size \(\d+\) is bigger than the limit \(20480\)/)
    },
    ours: async () => {
      const app = appOf((stack) => {
        const target = Target.fn(handlerOf(stack, 'Fn', 'return { statusCode: 200 }'))
        gateway(stack, { routes: Object.fromEntries(many(60).map((name) => [`GET /${name}`, { ...OPEN, target }])) })
      })
      expect(idsOf(templateOf(app), 'AWS::Lambda::Permission')).toHaveLength(1)
      await using served = await emulate(app)
      expect((await served.fetch(`/${many(60)[59]}`)).status).toBe(200)
    },
  },
  {
    name: '4. what is added to an API of another stack is open, and never deployed',
    plain: async () => {
      const app = new App()
      const api = plainApi(new Stack(app, 'First'))
      api.root.addMethod('GET', mock, options)
      const second = new Stack(app, 'Second')
      const restApiId = api.restApiId
      const imported = apigateway.RestApi.fromRestApiAttributes(second, 'Imported', {
        restApiId,
        rootResourceId: api.restApiRootResourceId,
      })
      imported.root.addResource('reports').addMethod('GET', mock, options)
      expect(propertiesOf(templateOf(app, 'Second'), `${API}::Method`)).toMatchObject([{ AuthorizationType: 'NONE' }])
      expect(idsOf(templateOf(app, 'Second'), `${API}::Deployment`)).toEqual([])
      await using served = await emulate(app)
      expect((await served.fetch('/reports')).status).toBe(403)
    },
    ours: async () => {
      const app = new App()
      const api = plainApi(new Stack(app, 'First'))
      api.root.addMethod('GET', mock, options)
      const imported = RestGateway.fromAttributes(new Stack(app, 'Second'), 'Imported', {
        restApiId: api.restApiId,
        rootResourceId: api.restApiRootResourceId,
        stage: 'prod',
      })
      expect(() => imported.addRoute('GET /nobody', { target: Target.mock(200) })).toThrow('Nothing says who may call "GET /nobody"')
      imported.addRoute('GET /reports', OPEN)
      await using served = await emulate(app)
      expect((await served.fetch('/reports')).status).toBe(200)
    },
  },
  {
    name: '5. pages of other origins cannot read what the gateway refuses',
    plain: async () => {
      const app = appOf((stack) => {
        const api = plainApi(stack, { defaultCorsPreflightOptions: { allowOrigins: ['https://a.example', 'https://b.example'] } })
        api.root.addMethod('GET', mock, { ...options, apiKeyRequired: true })
      })
      await using served = await emulate(app)
      const refused = await served.fetch('/', { headers: { origin: 'https://b.example' } })
      expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, null])
    },
    ours: async () => {
      const routes = { 'GET /': { target: Target.mock(200), auth: Auth.apiKeyOnly('a test') }, 'GET /open': OPEN }
      const app = appOf((stack) => gateway(stack, { cors: { origins: ['https://a.example', 'https://b.example'] }, routes }))
      await using served = await emulate(app)
      const refused = await served.fetch('/', { headers: { origin: 'https://b.example' } })
      expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, '*'])
      const answered = await served.fetch('/open', { headers: { origin: 'https://b.example' } })
      expect([answered.status, answered.headers.get('access-control-allow-origin')]).toEqual([200, 'https://b.example'])
    },
  },
  {
    name: '6. an authorizer whose function is of another stack makes a circle',
    plain: () => {
      const app = new App()
      const handler = judgeOf(new Stack(app, 'Functions'))
      const stack = new Stack(app, 'Test')
      const authorizer = new apigateway.TokenAuthorizer(stack, 'Auth', { handler })
      plainApi(stack).root.addMethod('GET', mock, { ...options, authorizer })
      expect(() => app.synth()).toThrow(/cyclic/)
    },
    ours: async () => {
      const app = new App()
      const functions = new Stack(app, 'Functions')
      const target = Target.fn(handlerOf(functions, 'Fn', 'return { statusCode: 200, body: event.requestContext.authorizer.principalId }'))
      gateway(new Stack(app, 'Test'), { defaultAuth: Auth.tokenFn(judgeOf(functions)), routes: { 'GET /': { target } } })
      await using served = await emulate(app)
      expect(await (await served.fetch('/', { headers: { authorization: 'ada' } })).text()).toBe('ada')
    },
  },
  {
    name: '7. each API sets the logging role of the whole account anew',
    plain: () => {
      const app = appOf((stack) => {
        for (const id of ['A', 'B']) new apigateway.RestApi(stack, id, { cloudWatchRole: true }).root.addMethod('GET', mock, options)
      })
      const roles = propertiesOf(templateOf(app), `${API}::Account`).map((account) => JSON.stringify(account['CloudWatchRoleArn']))
      expect(new Set(roles).size).toBe(2)
    },
    ours: () => {
      const app = appOf((stack) => {
        for (const id of ['A', 'B']) new RestGateway(stack, id, { routes: { 'GET /': OPEN } })
      })
      expect(idsOf(templateOf(app), `${API}::Account`)).toHaveLength(1)
    },
  },
  {
    name: '8. a cache answers one caller what another one asked for, and stays when it is taken out',
    plain: async () => {
      const cached = { cachingEnabled: true, cacheClusterEnabled: true, cacheClusterSize: '0.5' }
      const declare = (deployOptions: apigateway.StageOptions) =>
        appOf((stack) => {
          const authorizer = new apigateway.TokenAuthorizer(stack, 'Auth', { handler: judgeOf(stack) })
          const who = handlerOf(stack, 'Who', 'return { statusCode: 200, body: event.requestContext.authorizer.principalId }')
          plainApi(stack, { deployOptions }).root.addMethod('GET', new apigateway.LambdaIntegration(who), { authorizer })
        })
      await using served = await emulate(declare(cached))
      const ask = async (authorization: string) => (await served.fetch('/', { headers: { authorization } })).text()
      expect([await ask('ada'), await ask('eve')]).toEqual(['ada', 'ada'])
      // What is absent from an update stays as it was (facts/05, 3).
      expect(propertiesOf(templateOf(declare({})), `${API}::Stage`)[0]).not.toHaveProperty('CacheClusterEnabled')
    },
    ours: async () => {
      const declare = (props: Partial<RestGatewayProps>, cache?: { vary: string }) =>
        appOf((stack) => {
          const target = Target.fn(handlerOf(stack, 'Who', 'return { statusCode: 200, body: event.requestContext.authorizer.principalId }'))
          gateway(stack, { defaultAuth: Auth.tokenFn(judgeOf(stack)), routes: { 'GET /': { target, ...(cache && { cache }) } }, ...props })
        })
      await using served = await emulate(declare({ stages: { prod: { cacheSize: '0.5' } } }, { vary: 'caller' }))
      const ask = async (authorization: string) => (await served.fetch('/', { headers: { authorization } })).text()
      expect([await ask('ada'), await ask('eve')]).toEqual(['ada', 'eve'])
      expect(() => declare({}, {} as { vary: string })).toThrow('does not say whose an answer is')
      expect(propertiesOf(templateOf(declare({})), `${API}::Stage`)[0]).toMatchObject({
        CacheClusterEnabled: false,
        MethodSettings: [{ CachingEnabled: false }],
      })
    },
  },
  {
    name: '9. a usage plan binds nothing',
    plain: async () => {
      const declare = (...names: string[]) =>
        appOf((stack) => {
          const api = plainApi(stack)
          api.root.addMethod('GET', mock, options)
          const plan = api.addUsagePlan('Plan', { throttle: { rateLimit: 1, burstLimit: 1 } })
          for (const name of names) plan.addApiKey(api.addApiKey(name, { value: `${name}-${'x'.repeat(20)}` }))
        })
      // Ids that shift with the order of keys are the CDK's no more.
      const ids = (app: App) => idsOf(templateOf(app), `${API}::UsagePlanKey`)
      expect(ids(declare('acme', 'umbrella'))).toEqual(expect.arrayContaining(ids(declare('umbrella'))))
      expect(propertiesOf(templateOf(declare('acme')), `${API}::UsagePlan`)[0]).not.toHaveProperty('ApiStages')
      await using served = await emulate(declare('acme'), { clock: 'manual' })
      const ask = async () => (await served.fetch('/', { headers: { 'x-api-key': `acme-${'x'.repeat(20)}` } })).status
      expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 200])
    },
    ours: async () => {
      const declare = (...names: string[]) =>
        appOf((stack) => {
          const keys = names.map((name) => ({ name, value: `${name}-${'x'.repeat(20)}` }))
          const routes = { 'GET /': { target: Target.mock(200), auth: Auth.apiKeyOnly('a test') } }
          gateway(stack, { usagePlans: { plan: { throttle: { rate: 1, burst: 1 }, keys } }, routes })
        })
      const ids = (app: App) => [...idsOf(templateOf(app), `${API}::UsagePlanKey`), ...idsOf(templateOf(app), `${API}::ApiKey`)]
      const all = ids(declare('acme', 'umbrella'))
      expect(ids(declare('umbrella')).every((id) => all.includes(id) && id.includes('umbrella'))).toBe(true)
      await using served = await emulate(declare('acme'), { clock: 'manual' })
      const ask = async () => (await served.fetch('/', { headers: { 'x-api-key': `acme-${'x'.repeat(20)}` } })).status
      expect([await ask(), await ask(), await ask()]).toEqual([200, 429, 429])
    },
  },
  {
    name: '10. a second method cannot be validated, and schemas say nothing or fail at deployment',
    plain: async () => {
      const schema = { type: apigateway.JsonSchemaType.OBJECT, dependentRequired: { kind: ['number'] } } as apigateway.JsonSchema
      const declare = (...schemas: apigateway.JsonSchema[]) =>
        appOf((stack) => {
          const api = plainApi(stack)
          schemas.forEach((body, index) => {
            const requestModels = { 'application/json': api.addModel(`Model${index}`, { schema: body }) }
            const requestValidatorOptions = { validateRequestBody: true }
            api.root.addMethod(['POST', 'PUT'][index] ?? 'GET', mock, { ...options, requestModels, requestValidatorOptions })
          })
        })
      expect(() => declare(schema, schema)).toThrow("There is already a Construct with name 'validator'")
      // Whoever misspells a type hears of it from CloudFormation.
      expect(() => templateOf(declare({ type: 'objekt' } as never))).not.toThrow()
      await using served = await emulate(declare(schema))
      expect((await served.fetch('/', json({ kind: 'gold' }))).status).toBe(200)
    },
    ours: async () => {
      const declare = (type: string) =>
        appOf((stack) =>
          gateway(stack, {
            routes: {
              'POST /': { ...OPEN, body: { type: 'object', dependentRequired: { kind: ['number'] } } },
              'PUT /': { ...OPEN, body: { type } },
            },
          }),
        )
      expect(idsOf(templateOf(declare('object')), `${API}::RequestValidator`)).toHaveLength(1)
      expect(() => declare('objekt')).toThrow('The body schema of "PUT /" is not a JSON Schema: #/type')
      await using served = await emulate(declare('object'))
      expect([
        (await served.fetch('/', json({ kind: 'gold' }))).status,
        (await served.fetch('/', json({ kind: 'card', number: '1' }))).status,
      ]).toEqual([400, 200])
    },
  },
  {
    name: '11. {proxy+} answers for guarded paths, and cannot stand beside a variable',
    plain: async () => {
      const app = appOf((stack) => {
        const api = plainApi(stack)
        api.root.addResource('admin').addMethod('GET', mock, { ...options, authorizationType: apigateway.AuthorizationType.IAM })
        api.root.addProxy({ defaultIntegration: mock, defaultMethodOptions: options })
      })
      await using served = await emulate(app)
      expect([(await served.fetch('/admin')).status, (await served.fetch('/admin', { method: 'POST' })).status]).toEqual([403, 200])
      const siblings = appOf((stack) => {
        const api = plainApi(stack)
        api.root.addResource('{id}').addMethod('GET', mock, options)
        api.root.addResource('{proxy+}').addMethod('GET', mock, options)
      })
      expect(() => siblings.synth()).not.toThrow()
      await expect(emulate(siblings)).rejects.toThrow(/sibling/)
    },
    ours: () => {
      const app = appOf((stack) =>
        gateway(stack, { routes: { 'GET /admin': { target: Target.mock(200), auth: Auth.iam() }, 'ANY /{proxy+}': OPEN } }),
      )
      const warnings = app
        .synth()
        .getStackByName('Test')
        .messages.map(({ entry }) => String(entry.data))
      expect(warnings).toEqual([
        expect.stringContaining(
          '"ANY /{proxy+}" is open to everybody, and answers /admin for all verbs but GET, which "GET /admin" guards.',
        ),
      ])
      const siblings = () => appOf((stack) => gateway(stack, { routes: { 'GET /{id}': OPEN, 'GET /{proxy+}': OPEN } }))
      expect(siblings).toThrow('Two variables stand at one place below "/"')
    },
  },
  {
    name: '12. a private API without a policy answers nobody',
    plain: async () => {
      const app = appOf((stack) => {
        const api = plainApi(stack, { endpointTypes: [apigateway.EndpointType.PRIVATE] })
        api.root.addMethod('GET', mock, options)
      })
      await using served = await emulate(app)
      expect((await served.fetch('/', { headers: { 'x-portico-vpce-id': 'vpce-1' } })).status).toBe(403)
    },
    ours: async () => {
      const withoutPolicy = () =>
        appOf((stack) => gateway(stack, { endpointType: apigateway.EndpointType.PRIVATE, routes: { 'GET /': OPEN } }))
      expect(withoutPolicy).toThrow('A private API answers nobody without a policy')
      const app = appOf((stack) => {
        const endpoint = ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Endpoint', {
          vpcEndpointId: 'vpce-1',
          port: 443,
        })
        gateway(stack, { privateTo: [endpoint], routes: { 'GET /': OPEN } })
      })
      await using served = await emulate(app)
      const ask = async (id: string) => (await served.fetch('/', { headers: { 'x-portico-vpce-id': id } })).status
      expect([await ask('vpce-1'), await ask('vpce-2')]).toEqual([200, 403])
    },
  },
  {
    name: '13. a custom domain leaves a way around it, and nobody finds it',
    plain: async () => {
      const app = appOf((stack) => {
        const api = plainApi(stack, { domainName: { domainName: 'api.example.com', certificate: certificate(stack) } })
        api.root.addMethod('GET', mock, options)
      })
      expect(idsOf(templateOf(app), 'AWS::Route53::RecordSet')).toEqual([])
      await using served = await emulate(app)
      expect([(await served.fetch('https://api.example.com/')).status, (await served.fetch('/')).status]).toEqual([200, 200])
    },
    ours: async () => {
      const app = appOf((stack) => {
        const zone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' })
        gateway(stack, { domain: { name: 'api.example.com', certificate: certificate(stack), zone }, routes: { 'GET /': OPEN } })
      })
      expect(propertiesOf(templateOf(app), 'AWS::Route53::RecordSet').map((record) => record['Type'])).toEqual(['A', 'AAAA'])
      await using served = await emulate(app)
      expect([(await served.fetch('https://api.example.com/')).status, (await served.fetch('/')).status]).toEqual([200, 403])
    },
  },
  {
    name: '14. a canary gets all requests, since what it is tried against is gone',
    plain: async () => {
      const declare = (answer: string, percentTraffic?: number) =>
        appOf((stack) => {
          const api = plainApi(stack)
          const responseTemplates = { 'application/json': answer }
          const integrationResponses = [{ statusCode: '200', responseTemplates }]
          const requestTemplates = { 'application/json': '{"statusCode":200}' }
          api.root.addMethod('GET', new apigateway.MockIntegration({ requestTemplates, integrationResponses }), options)
          if (percentTraffic === undefined) return
          const stage = api.deploymentStage.node.defaultChild as apigateway.CfnStage
          stage.canarySetting = { percentTraffic, deploymentId: api.latestDeployment?.deploymentId as string }
        })
      const answers = await deployInTurn([declare('old'), declare('new', 1)], answersOf)
      expect(answers).toEqual([['old'], ['new']])
    },
    ours: async () => {
      const declare = (answer: string, baseline?: string, percent = 50) =>
        appOf((stack) => {
          const canary = baseline === undefined ? {} : { canary: { percent, baseline } }
          const throttle = { rate: 1000, burst: 1000 }
          gateway(stack, { throttle, stages: { prod: canary }, routes: { 'GET /': { ...OPEN, target: Target.mock(200, answer) } } })
        })
      const [baseline] = idsOf(templateOf(declare('old')), `${API}::Deployment`)
      const steps = [declare('old'), declare('new', baseline), declare('old'), declare('new', baseline), declare('new')]
      // Deployed, tried, rolled back, tried again, promoted.
      expect(await deployInTurn(steps, answersOf)).toEqual([['old'], ['new', 'old'], ['old'], ['new', 'old'], ['new']])
    },
  },
  {
    name: '15. binary types that fit JSON break what reads JSON',
    plain: async () => {
      const app = appOf((stack) => {
        const api = plainApi(stack, { binaryMediaTypes: ['*/*'] })
        const parse = handlerOf(stack, 'Fn', 'return { statusCode: 200, body: JSON.parse(event.body).name }')
        api.root.addMethod('POST', new apigateway.LambdaIntegration(parse))
        api.root.addResource('mock').addMethod('POST', mock, options)
      })
      await using served = await emulate(app)
      expect([(await served.fetch('/', json({ name: 'Ada' }))).status, (await served.fetch('/mock', json({}))).status]).toEqual([502, 500])
    },
    ours: async () => {
      const declare = (binaryMediaTypes: string[]) =>
        appOf((stack) => {
          const target = Target.fn(handlerOf(stack, 'Fn', 'return { statusCode: 200, body: JSON.parse(event.body).name }'))
          gateway(stack, { binaryMediaTypes, routes: { 'POST /': { ...OPEN, target, body: { type: 'object' } }, 'POST /mock': OPEN } })
        })
      expect(() => declare(['*/*'])).toThrow('The body of "POST /" is checked as JSON, and the API takes JSON for bytes')
      await using served = await emulate(declare(['image/png', 'application/octet-stream']))
      expect([await (await served.fetch('/', json({ name: 'Ada' }))).text(), (await served.fetch('/mock', json({}))).status]).toEqual([
        'Ada',
        200,
      ])
    },
  },
  {
    name: '16. what is known at deployment only cannot stand everywhere',
    plain: () => {
      const declare = (use: (api: apigateway.RestApi, text: string) => void, origins?: boolean) => () =>
        appOf((stack) => {
          const list = new CfnParameter(stack, 'Origins', { type: 'CommaDelimitedList', default: 'https://a.example,https://b.example' })
          const text = new CfnParameter(stack, 'Text', { default: '/orders' }).valueAsString
          const api = plainApi(stack, origins === true ? { defaultCorsPreflightOptions: { allowOrigins: list.valueAsList } } : {})
          api.root.addMethod('GET', mock, options)
          use(api, text)
        }).synth()
      expect(declare(() => undefined, true)).toThrow(/encoded list token string in a scalar string context/)
      expect(declare((api, text) => api.urlForPath(text))).toThrow(/must begin with/)
    },
    ours: async () => {
      const number = (stack: Stack, id: string, value: number) =>
        new CfnParameter(stack, id, { type: 'Number', default: value }).valueAsNumber
      const app = appOf((stack) => {
        const list = new CfnParameter(stack, 'Origins', { type: 'CommaDelimitedList', default: 'https://a.example,https://b.example' })
        const text = new CfnParameter(stack, 'Text', { default: '/orders' }).valueAsString
        const made = gateway(stack, {
          name: text,
          throttle: { rate: number(stack, 'Rate', 10), burst: number(stack, 'Burst', 1) },
          cors: { origins: list.valueAsList },
          stages: { prod: { variables: { path: text } } },
          usagePlans: { plan: { quota: { limit: number(stack, 'Limit', 5), per: apigateway.Period.DAY }, keys: [{ name: 'acme' }] } },
          routes: { 'GET /': { ...OPEN, target: Target.mock(200, '$stageVariables.path') } },
        })
        expect(stack.resolve(made.url('prod', text))['Fn::Join'][1].at(-1)).toEqual({ Ref: 'Text' })
      })
      await using served = await emulate(app, { clock: 'manual' })
      const ask = () => served.fetch('/', { headers: { origin: 'https://b.example' } })
      const first = await ask()
      expect([first.status, await first.text(), first.headers.get('access-control-allow-origin')]).toEqual([
        200,
        '/orders',
        'https://b.example',
      ])
      expect((await ask()).status).toBe(429)
    },
  },
]

async function answersOf(get: (path: string) => Promise<Response>): Promise<string[]> {
  const seen = new Set<string>()
  for (let i = 0; i < 40; i++) seen.add(await (await get('/')).text())
  return [...seen].sort()
}

test('there are sixteen', () => {
  expect(TRAPS.map(({ name }) => Number.parseInt(name, 10))).toEqual(Array.from({ length: 16 }, (_, index) => index + 1))
})

describe.each(TRAPS)('$name', ({ plain, ours }) => {
  test('with aws-apigateway used plainly', async () => void (await plain()))
  test('not with ours', async () => void (await ours()))
})
