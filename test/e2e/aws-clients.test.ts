import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteRestApiCommand,
  GetRestApiCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway'
import { AddPermissionCommand, CreateFunctionCommand, GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { strToU8, zipSync } from 'fflate'
import { Emulator } from '../../emulator/index'

const CREDENTIALS = { accessKeyId: 'AKIAPORTICO', secretAccessKey: 'portico' }
let emulator: Emulator
let endpoint: string
beforeAll(async () => {
  emulator = new Emulator()
  endpoint = (await emulator.listen({ port: 0 })).url
})
afterAll(() => emulator.stop())

const environment = () => ({
  ...process.env,
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_PAGER: '',
})

test('the JavaScript SDK creates, deploys and calls an API', async () => {
  const options = { endpoint, region: 'us-east-1', credentials: CREDENTIALS }
  const [gateway, lambda] = [new APIGatewayClient(options), new LambdaClient(options)]
  expect((await new STSClient(options).send(new GetCallerIdentityCommand({}))).Account).toBe('000000000000')
  const ZipFile = zipSync({
    'index.mjs': strToU8('export const handler = async ({ pathParameters }) => ({ statusCode: 200, body: pathParameters.name })'),
  })
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'greet',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/x',
      Code: { ZipFile },
    }),
  )
  const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: 'greet' }))
  expect(Configuration).toMatchObject({ State: 'Active', Timeout: 3, MemorySize: 128 })
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: 'greet',
      StatementId: 'gateway',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    }),
  )
  const api = await gateway.send(new CreateRestApiCommand({ name: 'sdk' }))
  expect(api.createdDate).toBeInstanceOf(Date)
  const resource = await gateway.send(new CreateResourceCommand({ restApiId: api.id, parentId: api.rootResourceId, pathPart: '{name}' }))
  const method = { restApiId: api.id, resourceId: resource.id, httpMethod: 'GET' }
  await gateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }))
  const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Configuration?.FunctionArn}/invocations`
  await gateway.send(new PutIntegrationCommand({ ...method, type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri }))
  await gateway.send(new CreateDeploymentCommand({ restApiId: api.id, stageName: 'dev' }))
  const url = `${endpoint}/_aws/execute-api/${api.id}/dev/ada`
  expect(await (await fetch(url)).text()).toBe('ada')
  // What is changed is served only after the next deployment.
  await gateway.send(
    new PutIntegrationCommand({ ...method, type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode": 200}' } }),
  )
  await gateway.send(new PutMethodResponseCommand({ ...method, statusCode: '200' }))
  await gateway.send(
    new PutIntegrationResponseCommand({ ...method, statusCode: '200', responseTemplates: { 'application/json': 'mocked' } }),
  )
  expect(await (await fetch(url)).text()).toBe('ada')
  await gateway.send(new CreateDeploymentCommand({ restApiId: api.id, stageName: 'dev' }))
  expect(await (await fetch(url)).text()).toBe('mocked')
  await gateway.send(new DeleteRestApiCommand({ restApiId: api.id }))
  await expect(gateway.send(new GetRestApiCommand({ restApiId: api.id }))).rejects.toMatchObject({
    name: 'NotFoundException',
    message: `Invalid API identifier specified 000000000000:${api.id}`,
  })
  expect((await fetch(url)).status).toBe(403)
})

const has = (command: string, ...args: readonly string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0
const run = promisify(execFile)

const BOTO = `
import boto3, json, urllib.request
gateway = boto3.client('apigateway')
api = gateway.create_rest_api(name='boto')
method = dict(restApiId=api['id'], resourceId=api['rootResourceId'], httpMethod='GET')
gateway.put_method(**method, authorizationType='NONE')
gateway.put_method_response(**method, statusCode='200')
gateway.put_integration(**method, type='MOCK', requestTemplates={'application/json': '{"statusCode": 200}'})
gateway.put_integration_response(**method, statusCode='200', responseTemplates={'application/json': 'from boto3'})
gateway.create_deployment(restApiId=api['id'], stageName='dev')
try:
    gateway.get_rest_api(restApiId='nothing')
except gateway.exceptions.NotFoundException as error:
    missing = error.response['Error']['Message']
url = '%s/_aws/execute-api/%s/dev' % (gateway.meta.endpoint_url, api['id'])
print(json.dumps([urllib.request.urlopen(url).read().decode(), missing, [item['name'] for item in gateway.get_rest_apis()['items']]]))
`

;(has('python3', '-c', 'import boto3') ? test : test.skip)(
  'boto3 creates, deploys and calls an API',
  async () => {
    const { stdout } = await run('python3', ['-c', BOTO], { env: environment() })
    expect(JSON.parse(stdout)).toEqual([
      'from boto3',
      'Invalid API identifier specified 000000000000:nothing',
      expect.arrayContaining(['boto']),
    ])
  },
  30_000,
)

;(has('aws', '--version') ? test : test.skip)(
  'the AWS CLI creates an API and reads it back',
  async () => {
    const aws = async (...args: readonly string[]) =>
      JSON.parse((await run('aws', [...args, '--output', 'json'], { env: environment() })).stdout || 'null')
    const { id } = await aws('apigateway', 'create-rest-api', '--name', 'cli', '--endpoint-configuration', 'types=REGIONAL')
    expect(await aws('apigateway', 'get-rest-api', '--rest-api-id', id)).toMatchObject({
      id,
      name: 'cli',
      endpointConfiguration: { types: ['REGIONAL'] },
      tags: {},
    })
    await expect(aws('apigateway', 'delete-rest-api', '--rest-api-id', 'nothing')).rejects.toThrow(
      /NotFoundException.*Invalid API identifier specified 000000000000:nothing/,
    )
  },
  60_000,
)
