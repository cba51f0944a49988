import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Emulator } from '../../../emulator/index'
import { emulate } from '../../../emulator/testing/index'

const folder = mkdtempSync(join(tmpdir(), 'portico-openapi-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, text: string) => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const yaml = (answer: string, server = '') => `openapi: 3.0.1
info: { title: Greetings, version: 1.0 }
${server}
paths:
  /hello/{name}:
    get:
      parameters: [{ name: name, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: ok } }
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses: { default: { statusCode: '200', responseTemplates: { application/json: '${answer}' } } }
`

test('an OpenAPI file is an API with one stage', async () => {
  await using gateway = await emulate(file('plain.yaml', yaml(`"hello $input.params("name")"`)))
  expect(await (await gateway.fetch('/hello/ada')).text()).toBe('"hello ada"')
  expect((await gateway.fetch('/nothing')).status).toBe(403)
})

test.each([
  ['of its server', yaml('"x"', 'servers: [{ url: "https://example.com/{basePath}", variables: { basePath: { default: /v1 } } }]')],
  [
    'of version 2',
    JSON.stringify(
      {
        swagger: '2.0',
        basePath: '/v1',
        info: { title: 'a', version: '1' },
        paths: { '/x': { get: { 'x-amazon-apigateway-integration': { type: 'mock' } } } },
      },
      undefined,
      2,
    ),
  ],
])('its stage is named after the base path %s', async (_what, text) => {
  await using emulator = new Emulator()
  await emulator.deployments.deploy({ kind: 'openapi-file', file: file('stage.txt', text) }, { strict: false })
  expect(emulator.stages.all().map(({ stageName }) => stageName)).toEqual(['v1'])
})

test('a changed file is deployed again, under the same API', async () => {
  await using emulator = new Emulator()
  const path = file('changing.yaml', yaml('"one"'))
  const deploy = () => emulator.deployments.deploy({ kind: 'openapi-file', file: path }, { strict: false })
  const ask = async () => {
    const [stage] = emulator.stages.all()
    const { body } = await emulator.front.handle({
      method: 'GET',
      target: '/prod/hello/x',
      headers: ['Host', `${stage?.apiId}.execute-api.us-east-1.amazonaws.com`],
      body: undefined,
      sourceIp: '127.0.0.1',
    })
    return [stage?.apiId, body]
  }
  await deploy()
  const [apiId, one] = await ask()
  writeFileSync(path, yaml('"two"'))
  await deploy()
  expect([one, await ask()]).toEqual(['"one"', [apiId, '"two"']])
})

test.each([
  ['a template', 'Resources: {}', /no OpenAPI document/],
  ['no YAML', '{ "openapi": ', /neither JSON nor YAML/],
])('%s is refused by name', async (_what, text, message) => {
  await using emulator = new Emulator()
  await expect(emulator.deployments.deploy({ kind: 'openapi-file', file: file('wrong.txt', text) }, { strict: false })).rejects.toThrow(
    message,
  )
})
