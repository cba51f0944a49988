import { Emulator, seededIds } from '../../../emulator/index'
import { apigateway } from '../../../emulator/services/apigateway'
import { bind } from '../../../emulator/services/operations'
import { type CanaryProps, Target } from '../../../lib'
import { OPEN, synthesize, type TemplateResource } from './synthesize'

/** An API that answers a text and a variable of its stage. */
function shop(answer: string, canary?: CanaryProps) {
  return synthesize({
    accessLog: { enabled: false },
    accountLogging: false,
    throttle: { rate: 10_000, burst: 5_000 },
    routes: { 'GET /': { ...OPEN, target: Target.mock(200, `${answer} $stageVariables.price`) } },
    stages: { prod: { variables: { price: 'old' }, ...(canary !== undefined && { canary }) } },
  })
}
const deploymentsOf = (made: ReturnType<typeof synthesize>) => Object.keys(made.find('AWS::ApiGateway::Deployment'))
const [first] = deploymentsOf(shop('first')) as [string]
const [second] = deploymentsOf(shop('second')) as [string]

test('a canary serves what is declared, the others what is kept as the baseline', () => {
  const made = shop('second', { percent: 10, baseline: first, variables: { price: 'new' }, useStageCache: true })
  expect(deploymentsOf(made).sort()).toEqual([first, second].sort())
  const { Properties } = made.only('AWS::ApiGateway::Stage')
  expect(Properties).toMatchObject({
    DeploymentId: { Ref: first },
    CanarySetting: { DeploymentId: { Ref: second }, PercentTraffic: 10, StageVariableOverrides: { price: 'new' }, UseStageCache: true },
  })
  // As it stood when it was deployed: CloudFormation finds nothing to change.
  const kept = made.find('AWS::ApiGateway::Deployment')[first] as TemplateResource
  expect(kept.Properties).toEqual(shop('first').only('AWS::ApiGateway::Deployment').Properties)
})

test('the hash alone names a baseline; where the code is what it was, there is one deployment', () => {
  const made = shop('first', { percent: 10, baseline: first.slice(-24) })
  expect(deploymentsOf(made)).toEqual([first])
  expect(made.only('AWS::ApiGateway::Stage').Properties).toMatchObject({
    DeploymentId: { Ref: first },
    CanarySetting: { DeploymentId: { Ref: first } },
  })
})

test('a release: deployed, tried by a share, rolled back, tried again and promoted', async () => {
  const emulator = new Emulator({ ids: seededIds(7) })
  try {
    const { url } = await emulator.listen({ port: 0 })
    const deploy = (made: ReturnType<typeof synthesize>) =>
      emulator.deployments.deploy(
        { kind: 'template', name: 'Shop', body: JSON.stringify(made.template.toJSON()), file: undefined },
        { strict: true },
      )
    const answers = async () => {
      const operations = bind(apigateway.operations, emulator.call())
      const { items: [api] = [] } = await operations.GetRestApis({})
      const seen: Record<string, number> = {}
      for (let i = 0; i < 60; i++) {
        const text = await (await fetch(`${url}/_aws/execute-api/${api?.id}/prod/`)).text()
        seen[text] = (seen[text] ?? 0) + 1
      }
      return seen
    }
    await deploy(shop('first'))
    expect(await answers()).toEqual({ 'first old': 60 })
    await deploy(shop('second', { percent: 50, baseline: first, variables: { price: 'new' } }))
    const shared = await answers()
    expect(Object.keys(shared).sort()).toEqual(['first old', 'second new'])
    expect(shared['second new']).toBeGreaterThan(10)
    expect(shared['second new']).toBeLessThan(50)
    await deploy(shop('first'))
    expect(await answers()).toEqual({ 'first old': 60 })
    await deploy(shop('second', { percent: 100, baseline: first }))
    expect(await answers()).toEqual({ 'second old': 60 })
    await deploy(shop('second'))
    expect(await answers()).toEqual({ 'second old': 60 })
  } finally {
    await emulator.stop()
  }
})

test.each<[string, CanaryProps, string]>([
  ['no share', { percent: 101, baseline: first }, 'Got: 101. Allowed: 0 to 100'],
  ['no difference', { percent: 10 }, 'The canary of stage "prod" differs in nothing from the stage'],
  ['no deployment', { percent: 10, baseline: 'abc123' }, 'is no deployment of this gateway. Got: "abc123"'],
])('a mistake is said: %s', (_name, canary, message) => {
  expect(() => shop('first', canary)).toThrow(message)
})
