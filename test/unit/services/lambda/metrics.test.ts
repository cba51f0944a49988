import { emulate } from '../../../../emulator/testing/index'
import { restTemplate } from '../../../support/rest-template'

const FUNCTIONS = {
  Fine: 'exports.handler = async () => ({ statusCode: 200 })',
  Broken: 'exports.handler = async () => { throw new Error("no") }',
}
const lambda = (dimensions: Record<string, string>) => ({ namespace: 'AWS/Lambda', dimensions })

test('invocations, errors and durations of functions, alone and together', async () => {
  const template = restTemplate({ routes: { 'GET /fine': { fn: 'Fine' }, 'GET /broken': { fn: 'Broken' } }, functions: FUNCTIONS })
  await using gw = await emulate(template, { clock: 'manual' })
  for (const path of ['/fine', '/fine', '/broken']) await gw.fetch(path)
  const sums = (FunctionName?: string) =>
    ['Invocations', 'Errors', 'Throttles'].map((name) => gw.metrics.sum(name, lambda(FunctionName === undefined ? {} : { FunctionName })))
  expect([sums('Fine'), sums('Broken'), sums()]).toEqual([
    [2, 0, 0],
    [1, 1, 0],
    [3, 1, 0],
  ])
  const fine = lambda({ FunctionName: 'Fine' })
  expect(gw.metrics.max('ConcurrentExecutions', fine)).toBe(1)
  const reported = gw.logs('/aws/lambda/Fine').flatMap((line) => /\tDuration: ([\d.]+) ms/.exec(line)?.[1] ?? [])
  expect(gw.metrics.sum('Duration', fine)).toBeCloseTo(
    reported.reduce((sum, ms) => sum + Number(ms), 0),
    6,
  )
})

test('a function without concurrency is throttled, which is no invocation; an alias has metrics of its own', async () => {
  const uri = (fn: string) => ({ 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${fn}}/invocations` })
  const proxy = (fn: string) => ({ integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: uri(fn) } })
  const template = restTemplate({
    routes: { 'GET /alias': proxy('Live'), 'GET /fine': { fn: 'Fine' } },
    functions: FUNCTIONS,
    resources: {
      Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Fine' } } },
      Live: {
        Type: 'AWS::Lambda::Alias',
        Properties: { FunctionName: { Ref: 'Fine' }, FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] }, Name: 'live' },
      },
      LivePermission: {
        Type: 'AWS::Lambda::Permission',
        Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Live' }, Principal: 'apigateway.amazonaws.com' },
      },
    },
  })
  const resources = template.Resources as { Fine: { Properties: Record<string, unknown> } }
  await using gw = await emulate(template, { clock: 'manual' })
  expect((await gw.fetch('/alias')).status).toBe(200)
  expect(gw.metrics.sum('Invocations', lambda({ FunctionName: 'Fine', Resource: 'Fine:live' }))).toBe(1)
  resources.Fine.Properties['ReservedConcurrentExecutions'] = 0
  await using none = await emulate(template, { clock: 'manual' })
  expect((await none.fetch('/fine')).status).toBe(500)
  expect(['Invocations', 'Throttles'].map((name) => none.metrics.sum(name, lambda({ FunctionName: 'Fine' })))).toEqual([0, 1])
})
