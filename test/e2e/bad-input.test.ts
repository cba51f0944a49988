import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { portico } from '../support/cli'
import { mockOf, restTemplate } from '../support/rest-template'

const folder = mkdtempSync(join(tmpdir(), 'portico-bad-input-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, content: unknown): string => {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2))
  return path
}

const bucket = (more: object) => ({ Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x' }, ...more })

/** A cloud assembly with one function, whose asset holds what is given; nothing when undefined. */
function assembly(name: string, handler: string, code: string | undefined): string {
  const directory = mkdtempSync(join(folder, name))
  const hash = 'a'.repeat(64)
  const write = (path: string, content: unknown) => writeFileSync(join(directory, path), JSON.stringify(content))
  write('manifest.json', {
    version: '55.0.0',
    artifacts: {
      'Shop.assets': { type: 'cdk:asset-manifest', properties: { file: 'Shop.assets.json' } },
      Shop: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/unknown-region',
        properties: { templateFile: 'Shop.template.json' },
        dependencies: ['Shop.assets'],
        additionalMetadataFile: 'Shop.metadata.json',
      },
    },
  })
  write('Shop.metadata.json', {
    '/Shop/Create/Resource': [
      { type: 'aws:cdk:logicalId', data: 'Create' },
      { type: 'aws:cdk:creationStack', data: ['...new Function2 in aws-cdk-lib...', '<anonymous> (/home/me/shop/bin/app.ts:12:3)'] },
    ],
  })
  write('Shop.assets.json', {
    version: '55.0.0',
    files: {
      [hash]: {
        displayName: 'Create/Code',
        source: { path: `asset.${hash}`, packaging: 'zip' },
        destinations: { one: { bucketName: 'b', objectKey: `${hash}.zip` } },
      },
    },
  })
  write('Shop.template.json', {
    Resources: {
      Create: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Runtime: 'nodejs20.x',
          Handler: handler,
          Role: 'arn:aws:iam::000000000000:role/x',
          Code: { S3Bucket: 'b', S3Key: `${hash}.zip` },
        },
      },
    },
  })
  if (code !== undefined) {
    const { mkdirSync } = require('node:fs') as typeof import('node:fs')
    mkdirSync(join(directory, `asset.${hash}`))
    writeFileSync(join(directory, `asset.${hash}`, 'index.js'), code)
  }
  return directory
}

/** Flags, then what the error says: its code, its place, its remedy. */
const CASES: readonly [string, () => string[], RegExp[]][] = [
  [
    'a template that is no JSON',
    () => ['--template', file('broken.json', '{\n  "Resources": {\n    "A": ,\n')],
    [/template/i, /broken\.json:3/],
  ],
  [
    'a template that is no YAML',
    () => ['--template', file('broken.yaml', 'Resources:\n  A:\n   Type: [\n')],
    [/template/i, /broken\.yaml:\d/],
  ],
  ['a template without resources', () => ['--template', file('empty.json', {})], [/Resources/, /empty\.json/]],
  [
    'a Ref to nothing',
    () => ['--template', file('ref.json', { Resources: { A: bucket({ Properties: { Type: 'String', Value: { Ref: 'Nothing' } } }) } })],
    [/Nothing/, /ref\.json:\d+.*Resources\.A\.Properties\.Value/],
  ],
  [
    'a circular DependsOn',
    () => ['--template', file('circle.json', { Resources: { A: bucket({ DependsOn: 'B' }), B: bucket({ DependsOn: 'A' }) } })],
    [/circular-dependency/, /A -> B -> A/, /circle\.json:\d+/],
  ],
  ['a missing asset', () => ['--cdk-out', assembly('missing', 'index.handler', undefined)], [/missing-asset/, /Create\/Code/, /synth/]],
  [
    'a handler that is not exported',
    () => ['--cdk-out', assembly('export', 'index.handler', 'exports.handle = () => {}')],
    [/handler-not-exported/, /exports handle/, /Shop\/Create, \/home\/me\/shop\/bin\/app\.ts:12/],
  ],
  [
    'a handler whose file is missing',
    () => ['--cdk-out', assembly('file', 'main.handler', 'exports.handler = () => {}')],
    [/handler-not-exported/, /no main\.js/],
  ],
  ['no such directory', () => ['--cdk-out', join(folder, 'nowhere')], [/missing-file/, /nowhere/]],
  ['no such template', () => ['--template', join(folder, 'nowhere.json')], [/missing-file/, /nowhere\.json/]],
  [
    'an app that fails',
    () => ['--app', 'node -e "console.error(\'no such table\'); process.exit(3)"'],
    [/app-failed/, /exit code 3/, /no such table/],
  ],
  ['an app that writes nothing', () => ['--app', 'node -e 0', '--cdk-out', 'nothing.out'], [/app-failed/, /no cloud assembly/]],
  [
    'strict, and something that is not done',
    () => [
      '--strict',
      '--template',
      file(
        'strict.json',
        restTemplate({
          routes: { 'GET /x': mockOf('#set($x = )') },
        }),
      ),
    ],
    [/template-syntax/, /Resources\.Method0/],
  ],
  ['an unknown option', () => ['--prot', '1'], [/--prot/, /--port/]],
  ['a port that is none', () => ['--port', 'many'], [/bad-option/, /many/]],
]

test.each(CASES)('%s: one clear diagnostic, exit code 2, no stack', async (_what, flags, patterns) => {
  const { code, stdout, stderr } = await portico(['start', '--port', '0', ...flags()], { cwd: folder })
  for (const pattern of patterns) expect(stderr).toMatch(pattern)
  expect(stderr).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)/m)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
})

test('a port in use', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((ready) => server.once('listening', ready))
  const { port } = server.address() as AddressInfo
  const { code, stderr } = await portico(['start', '--port', String(port)])
  server.close()
  expect(code).toBe(2)
  expect(stderr).toMatch(new RegExp(`error port-in-use: Port ${port} on 127\\.0\\.0\\.1 is in use`))
  expect(stderr).toMatch(/fix: .*--port 0/)
})
