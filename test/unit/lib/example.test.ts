import { readdirSync } from 'node:fs'
import { Template } from 'aws-cdk-lib/assertions'
import { app } from '../../../bin/app'
import type { TemplateResource } from './synthesize'

test('the example: six routes, one function, two stages, and keys for writing', () => {
  process.env['CDK_VALIDATION'] = 'false'
  const assembly = app.synth()
  const template = Template.fromJSON(assembly.getStackByName('Orders').template)
  const all = (type: string) => Object.values(template.findResources(type)) as TemplateResource[]
  const methods = all('AWS::ApiGateway::Method').map(({ Properties: p }) => [p['HttpMethod'], p['Integration'].Type, p['ApiKeyRequired']])
  expect(methods).toEqual([
    ['GET', 'MOCK', false],
    ['GET', 'AWS_PROXY', false],
    ['POST', 'AWS_PROXY', true],
    ['GET', 'AWS_PROXY', false],
    ['DELETE', 'AWS_PROXY', true],
    ['GET', 'AWS_PROXY', true],
  ])
  const guarded = all('AWS::ApiGateway::Method').filter((method) => method.Metadata?.['portico:openReason'] === undefined)
  expect(guarded.map(({ Properties: p }) => p['AuthorizationType'])).toEqual(['COGNITO_USER_POOLS'])
  expect(all('AWS::ApiGateway::Stage').map(({ Properties: p }) => [p['StageName'], p['Variables']])).toEqual([
    ['dev', { environment: 'dev' }],
    ['prod', { environment: 'prod' }],
  ])
  const [fn, ...more] = all('AWS::Lambda::Function')
  expect(more).toEqual([])
  expect(fn?.Metadata).toMatchObject({ 'portico:handler': { entry: 'lambda/orders.ts', export: 'handler' } })
  const asset = `asset.${fn?.Properties['Code'].S3Key.replace('.zip', '')}`
  expect(readdirSync(`${assembly.directory}/${asset}`)).toEqual(['index.js'])
  expect(all('AWS::ApiGateway::ApiKey').map(({ Properties: p }) => p['Value'])).toEqual(['portico-example-key-000000000000'])
  expect(Object.keys(template.findOutputs('*'))).toHaveLength(2)
})
