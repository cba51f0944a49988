import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Emulator } from '../../emulator/index'
import { ROOT } from '../support/cli'

// The unmodified CDK CLI against the port, without bootstrap.

const project = mkdtempSync(join(tmpdir(), 'portico-cdk-'))
let emulator: Emulator
let endpoint: string
beforeAll(async () => {
  for (const part of ['bin', 'checks', 'lib', 'lambda', 'cdk.json', 'tsconfig.json', 'package.json'])
    cpSync(join(ROOT, part), join(project, part), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'))
  emulator = new Emulator()
  endpoint = (await emulator.listen({ port: 0 })).url
})
afterAll(async () => {
  await emulator.stop()
  rmSync(project, { recursive: true, force: true })
})

function cdk(...args: readonly string[]): Promise<{ code: number; text: string }> {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'PORTICOACCESSKEY',
    AWS_SECRET_ACCESS_KEY: 'portico',
    AWS_REGION: 'us-east-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    CDK_VALIDATION: 'false',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    NO_COLOR: '1',
  }
  return new Promise((done) => {
    execFile(
      process.execPath,
      [join(ROOT, 'node_modules/aws-cdk/bin/cdk'), '--ci', '--no-notices', ...args],
      { cwd: project, env },
      (error, stdout, stderr) => done({ code: error === null ? 0 : Number(error.code ?? 1), text: `${stdout}${stderr}` }),
    )
  })
}

const edit = (file: string, from: string, to: string) => {
  const path = join(project, file)
  const text = readFileSync(path, 'utf8')
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`)
  writeFileSync(path, text.replace(from, to))
}

const dev = () => {
  const stage = emulator.stages.all().find(({ stageName }) => stageName === 'dev')
  return `${endpoint}/_aws/execute-api/${stage?.apiId}/dev`
}

test('deploy, an edit, diff, deploy again, hot-swap, list, destroy', async () => {
  const deployed = await cdk('deploy', '--require-approval', 'never')
  expect(deployed).toMatchObject({
    code: 0,
    text: expect.stringMatching(
      /✅ {2}Orders[\s\S]*Orders\.ShopStagesdevUrl\w+ = https:\/\/[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com\/dev\//,
    ),
  })
  const url = dev()
  expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' })
  expect((await fetch(`${url}/orders`)).status).toBe(200)
  expect(await cdk('diff', '--fail')).toMatchObject({ code: 0, text: expect.stringMatching(/no differences/i) })

  edit(
    'bin/app.ts',
    "'GET /health':",
    "'GET /alive': { target: Target.mock(200, { alive: true }), auth: 'open', openReason: 'new' },\n      'GET /health':",
  )
  expect(await cdk('diff', '--fail')).toMatchObject({ code: 1, text: expect.stringMatching(/\[\+\] AWS::ApiGateway::Resource/) })
  expect(await cdk('deploy', '--require-approval', 'never')).toMatchObject({ code: 0 })
  // The same API, the same URL: changed in place.
  expect(await (await fetch(`${url}/alive`)).json()).toEqual({ alive: true })

  edit('lambda/orders.ts', '{ orders: listOrders() }', '{ swapped: listOrders() }')
  expect(await cdk('deploy', '--hotswap', '--require-approval', 'never')).toMatchObject({
    code: 0,
    text: expect.stringMatching(/hotswap/i),
  })
  expect(Object.keys((await (await fetch(`${url}/orders`)).json()) as object)).toEqual(['swapped'])

  expect(await cdk('list')).toMatchObject({ code: 0, text: expect.stringMatching(/^Orders$/m) })
  expect(await cdk('destroy', '--force')).toMatchObject({ code: 0, text: expect.stringMatching(/Orders: destroyed/) })
  expect((await fetch(`${url}/health`)).status).toBe(403)
  expect(emulator.stages.all()).toEqual([])
}, 120_000)
