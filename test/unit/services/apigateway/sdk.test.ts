import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { NO_API, oneApi, refusal } from './api'

interface Client {
  readonly [name: string]: (params?: object, body?: unknown, more?: object) => Promise<{ status: number; headers: object; data: unknown }>
}

function deployed() {
  const api = oneApi()
  const { gw, restApiId, resource, mock } = api
  mock('/', 'GET')
  const pet = { restApiId, resourceId: resource('/pets/{petId}'), httpMethod: 'PUT' }
  gw.PutMethod({
    ...pet,
    authorizationType: 'NONE',
    requestParameters: {
      'method.request.path.petId': true,
      'method.request.querystring.tag': false,
      'method.request.header.X-Trace': true,
    },
  })
  gw.PutIntegration({ ...pet, type: 'MOCK' })
  mock('/pets/{petId}', 'ANY')
  mock('/pets.all', 'GET')
  mock('/pets_all', 'GET')
  mock('/files/{proxy+}', 'GET')
  gw.CreateDeployment({ restApiId, stageName: 'dev' })
  return api
}

function files({ gw, restApiId }: ReturnType<typeof deployed>) {
  const answer = gw.GetSdk({ restApiId, stageName: 'dev', sdkType: 'javascript' })
  const zip = unzipSync(answer.body as Uint8Array)
  return { answer, zip, text: (name: string) => strFromU8(zip[`apiGateway-js-sdk/${name}`] as Uint8Array) }
}

/** The client as a program that reads the zip gets it. */
function load(script: string): { newClient: (config: object) => Client } {
  const path = join(tmpdir(), `portico-sdk-${process.pid}.cjs`)
  writeFileSync(path, script)
  try {
    return require(path)
  } finally {
    rmSync(path)
  }
}

test('the types of SDK are listed', () => {
  const { gw } = oneApi()
  expect(gw.GetSdkTypes({}).items.map(({ id }) => id)).toEqual(['android', 'java', 'javascript', 'objectivec', 'ruby', 'swift'])
  expect(gw.GetSdkType({ id: 'swift' }).configurationProperties).toEqual([expect.objectContaining({ name: 'classPrefix', required: true })])
  expect(refusal(() => gw.GetSdkType({ id: 'cobol' }))).toContain('404 NotFoundException')
})

test('GetSdk refuses what it does not make, by name', () => {
  const { gw, restApiId } = deployed()
  const get = (members: object) => refusal(() => gw.GetSdk({ restApiId, stageName: 'dev', sdkType: 'java', ...members }))
  expect(get({})).toBe("400 BadRequestException Portico does not emulate SDKs of type 'java'. The type that it makes is 'javascript'.")
  expect(get({ sdkType: 'cobol' })).toContain('400 BadRequestException Invalid SDK type')
  expect(get({ restApiId: 'nope' })).toBe(NO_API)
  expect(get({ stageName: 'nope' })).toContain('404 NotFoundException')
})

test('the JavaScript SDK is a zip with a client and a page on it', () => {
  const api = deployed()
  const { answer, zip, text } = files(api)
  expect([answer.contentType, answer.contentDisposition]).toEqual([
    'application/octet-stream',
    'attachment; filename="javascript_2026-01-02_03-04Z.zip"',
  ])
  expect(Object.keys(zip)).toEqual(['apiGateway-js-sdk/apigClient.js', 'apiGateway-js-sdk/README.md'])
  expect(text('apigClient.js')).toContain(`"https://${api.restApiId}.execute-api.us-east-1.amazonaws.com/dev"`)
  expect(text('README.md')).toContain('invokeUrl')
})

describe('the client', () => {
  let server: Server
  let url: string
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      const { method, url, headers } = request
      const seen = {
        method,
        url,
        body,
        key: headers['x-api-key'],
        trace: headers['x-trace'],
        extra: headers['x-extra'],
        type: headers['content-type'],
      }
      response.writeHead(url?.includes('teapot') ? 418 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(seen))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/dev/`
  })
  afterAll(() => new Promise((done) => server.close(done)))

  test('has a function for each operation that sends parameters, key, headers and body', async () => {
    const client = load(files(deployed()).text('apigClient.js')).newClient({ invokeUrl: url, apiKey: 'k', headers: { 'X-Extra': 'e' } })
    const anys = ['Delete', 'Get', 'Head', 'Options', 'Patch', 'Post', 'Put']
    expect(Object.keys(client).toSorted()).toEqual(
      [...anys.map((verb) => `petsPetId${verb}`), 'rootGet', 'petsAllGet', 'petsAllGet2', 'filesProxyGet'].toSorted(),
    )
    const data = async (answer: Promise<{ data: unknown }>) => (await answer).data
    expect(await data((client['rootGet'] as Client[string])())).toEqual({
      method: 'GET',
      url: '/dev/',
      body: '',
      key: 'k',
      extra: 'e',
    })
    const put = client['petsPetIdPut'] as Client[string]
    const more = { headers: { 'X-Extra': 'other' }, queryParams: { q: ['1', '2'] } }
    expect(await data(put({ petId: 'a b/c', tag: 'é', 'X-Trace': 't' }, { n: 1 }, more))).toEqual({
      method: 'PUT',
      url: '/dev/pets/a%20b%2Fc?tag=%C3%A9&q=1&q=2',
      body: '{"n":1}',
      key: 'k',
      trace: 't',
      extra: 'other',
      type: 'application/json',
    })
    const proxy = client['filesProxyGet'] as Client[string]
    expect(await data(proxy({ proxy: 'a/b c' }))).toMatchObject({ url: '/dev/files/a/b%20c' })
    await expect(put({ petId: 'x' })).rejects.toThrow('PUT /pets/{petId} needs the parameter X-Trace')
    await expect(proxy({ proxy: 'teapot' })).rejects.toMatchObject({ response: { status: 418, data: { url: '/dev/files/teapot' } } })
  })
})
