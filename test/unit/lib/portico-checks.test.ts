import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { App, aws_apigateway as apigateway, NestedStack, Stack, Validations } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { Auth, PorticoChecks, RestGateway, type RouteProps, Target } from '../../../lib'
import { inlineFunction } from './synthesize'

process.env['CDK_VALIDATION'] = 'false'

interface Violation {
  readonly ruleName: string
  readonly severity: string
  readonly suggestedFix: string
  readonly violatingConstructs: readonly { readonly constructPath: string; readonly stackTraces?: readonly unknown[] }[]
}

/** What the CDK reports of an app with the plugin, what it printed, and whether it failed. */
function report(build: (scope: Stack) => void) {
  const app = new App()
  Validations.of(app).addPlugins(new PorticoChecks())
  build(new Stack(app, 'Shop'))
  const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined)
  try {
    app.synth()
  } catch (error) {
    return { failed: true, violations: violationsIn(app.outdir), printed: `${printed.mock.calls.flat().join('\n')}${error}` }
  } finally {
    printed.mockRestore()
  }
  return { failed: false, violations: violationsIn(app.outdir), printed: '' }
}

function violationsIn(directory: string): Violation[] {
  const { pluginReports } = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as {
    pluginReports: { pluginName: string; violations: Violation[] }[]
  }
  return pluginReports.filter(({ pluginName }) => pluginName === 'Portico').flatMap(({ violations }) => violations)
}

const found = ({ violations }: { violations: readonly Violation[] }) =>
  violations.map(({ ruleName, severity, violatingConstructs }) => `${severity} ${ruleName} ${violatingConstructs[0]?.constructPath}`)

/** An API of aws-apigateway, used plainly. */
function plain(scope: Construct): apigateway.RestApi {
  const api = new apigateway.RestApi(scope, 'Api')
  api.root.addMethod('GET', new apigateway.HttpIntegration('https://orders.internal.example'))
  return api
}

test('warnings name construct and fix, and do not fail the synthesis', () => {
  const said = report(plain)
  expect(found(said)).toEqual([
    'warning open-method Shop/Api/Default/GET/Resource',
    'warning no-throttle Shop/Api/DeploymentStage.prod/Resource',
    'warning no-access-log Shop/Api/DeploymentStage.prod/Resource',
  ])
  expect(said.violations[0]?.suggestedFix).toMatch(/^Give it an authorizer or AWS_IAM; /)
  expect(said.failed).toBe(false)
})

test('an error fails it, and the report that is printed has construct, line and fix', () => {
  const { failed, printed } = report((stack) => {
    const api = plain(stack)
    api.root
      .addResource('slow')
      .addMethod('POST', new apigateway.HttpIntegration('https://a.example', { options: { timeout: undefined as never } }))
    for (const method of api.methods)
      (method.node.defaultChild as apigateway.CfnMethod).addPropertyOverride('Integration.TimeoutInMillis', 10)
  })
  expect(failed).toBe(true)
  expect(printed).toContain('time-out-over-limit')
  expect(printed).toContain('Shop/Api/Default/slow/POST')
  expect(printed).toContain('portico-checks.test.ts:')
  expect(printed).toContain('Keep it between 50 and 29000 milliseconds')
})

test('what a construct acknowledges is not reported, there and below it', () => {
  const said = report((stack) => {
    const api = plain(stack)
    Validations.of(api).acknowledge({ id: 'Portico::no-throttle', reason: 'a test' }, { id: 'Portico::no-access-log', reason: 'a test' })
    Validations.of(api.methods[0] as apigateway.Method).acknowledge({ id: 'Portico::open-method', reason: 'a test' })
  })
  expect(found(said)).toEqual([])
})

test('stacks inside stacks are looked at too', () => {
  const said = report((stack) => plain(new NestedStack(stack, 'Inner')))
  expect(found(said)).toContain('warning open-method Shop/Inner/Api/Default/GET/Resource')
})

const health: RouteProps = { target: Target.mock(200), auth: Auth.open('probed by load balancers') }

test.each(['resources', 'openapi'] as const)('what our constructs make has nothing to tell, emitted as %s', (emit) => {
  const said = report((stack) => {
    const orders = inlineFunction(stack)
    new RestGateway(stack, 'Api', {
      emit,
      defaultAuth: Auth.jwt({ issuer: 'https://shop.eu.auth0.com/', audience: ['shop'] }),
      cors: { origins: ['https://shop.example'] },
      routes: {
        'GET /health': health,
        'GET /orders/{id}': { target: Target.fn(orders) },
        'POST /orders': { target: Target.fn(orders), body: { type: 'object' } },
      },
    })
  })
  expect(found(said)).toEqual([])
})
