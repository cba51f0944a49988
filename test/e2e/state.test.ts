import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  DeleteRestApiCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway'
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { strToU8, zipSync } from 'fflate'
import { portico, startPortico } from '../support/cli'

const folder = mkdtempSync(join(tmpdir(), 'portico-state-'))
const state = join(folder, 'state')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const configuration = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
  maxAttempts: 1,
})
const names = async (client: APIGatewayClient) =>
  ((await client.send(new GetRestApisCommand({ limit: 500 }))).items ?? []).map(({ name }) => name).sort()

test('kill -9 in the middle of calls loses nothing that was answered; functions and stages are there again', async () => {
  const first = await startPortico(['--state', state])
  const gateway = new APIGatewayClient(configuration(first.base))
  const lambda = new LambdaClient(configuration(first.base))
  const zip = zipSync({ 'index.js': strToU8('exports.handler = async () => "kept"') })
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'kept',
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/x',
      Code: { ZipFile: zip },
    }),
  )
  const api = await gateway.send(new CreateRestApiCommand({ name: 'served', tags: { a: 'b' } }))
  const method = { restApiId: api.id, resourceId: api.rootResourceId, httpMethod: 'GET' }
  await gateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }))
  await gateway.send(
    new PutIntegrationCommand({ ...method, type: 'HTTP_PROXY', integrationHttpMethod: 'GET', uri: `${first.base}/_portico/health` }),
  )
  await gateway.send(new CreateDeploymentCommand({ restApiId: api.id, stageName: 'dev' }))
  const doomed = await gateway.send(new CreateRestApiCommand({ name: 'doomed' }))
  await gateway.send(new DeleteRestApiCommand({ restApiId: doomed.id }))
  const answered: string[] = ['served']
  let going = true
  const calls = Array.from({ length: 4 }, async (_, lane) => {
    for (let i = 0; going; i++) {
      const name = `api-${lane}-${i}`
      await gateway.send(new CreateRestApiCommand({ name })).then(
        () => answered.push(name),
        () => undefined,
      )
    }
  })
  while (answered.length < 60) await new Promise((wait) => setImmediate(wait))
  await first.stop('SIGKILL')
  going = false
  await Promise.all(calls)

  const second = await startPortico(['--state', state])
  const again = new APIGatewayClient(configuration(second.base))
  // One call of each lane may have been done and not answered.
  const found = await names(again)
  expect(answered.filter((name) => !found.includes(name))).toEqual([])
  expect(found.length - answered.length).toBeLessThanOrEqual(4)
  const [root] = (await again.send(new GetResourcesCommand({ restApiId: api.id, embed: ['methods'] }))).items ?? []
  expect(root?.resourceMethods?.['GET']?.methodIntegration?.type).toBe('HTTP_PROXY')
  expect((await fetch(`${second.base}/_aws/execute-api/${api.id}/dev`)).status).not.toBe(403)
  const invoked = await new LambdaClient(configuration(second.base)).send(new InvokeCommand({ FunctionName: 'kept' }))
  expect(Buffer.from(invoked.Payload as Uint8Array).toString()).toBe('"kept"')

  const beside = await portico(['start', '--port', '0', '--state', state])
  expect([beside.code, beside.stderr]).toEqual([2, expect.stringMatching(/error state-in-use: .*in use by the process \d+/)])
  await second.stop()
}, 60_000)

test('export and import move it to another directory, code and all', async () => {
  const file = join(folder, 'state.zip')
  expect(await portico(['state', 'export', file, '--state', state])).toMatchObject({ code: 0, stderr: '' })
  const moved = join(folder, 'moved')
  expect(await portico(['state', 'import', file, '--state', moved])).toMatchObject({ code: 0, stderr: '' })
  expect((await portico(['state', 'import', file, '--state', moved])).stderr).toMatch(/error state-not-empty/)
  rmSync(join(state, 'code'), { recursive: true })
  await using started = await startPortico(['--state', moved])
  expect(await names(new APIGatewayClient(configuration(started.base)))).toContain('served')
  const invoked = await new LambdaClient(configuration(started.base)).send(new InvokeCommand({ FunctionName: 'kept' }))
  expect(Buffer.from(invoked.Payload as Uint8Array).toString()).toBe('"kept"')
}, 30_000)

test('a line that was being written is ignored; a snapshot that is broken is told', async () => {
  const changes = readdirSync(state).find((name) => name.startsWith('changes.')) as string
  writeFileSync(join(state, changes), `${readFileSync(join(state, changes), 'utf8')}{"a":"000000000000","r":"us-e`)
  const third = await startPortico(['--state', state])
  expect(await names(new APIGatewayClient(configuration(third.base)))).toContain('served')
  await third.stop()
  const snapshot = readdirSync(state).find((name) => name.startsWith('snapshot.')) as string
  writeFileSync(join(state, snapshot), '{"scopes":')
  const broken = await portico(['start', '--port', '0', '--state', state])
  expect([broken.code, broken.stderr]).toEqual([2, expect.stringMatching(/error broken-state: [\s\S]*snapshot\.\d+\.json/)])
}, 30_000)
