import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Duration, aws_lambda as lambda, Stack } from 'aws-cdk-lib'
import { Auth, type EntryOptions, RestGateway, type RouteProps, Target } from '../../../lib'
import { inlineFunction, OPEN, synthesize } from './synthesize'

const here = process.cwd()
const made: string[] = []
afterEach(() => {
  process.chdir(here)
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true })
})

/** A project directory with these files, and the process in it. */
function project(files: Record<string, string>): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'portico-test-')))
  made.push(directory)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(directory, name, '..'), { recursive: true })
    writeFileSync(join(directory, name), text)
  }
  process.chdir(directory)
  return directory
}

const HANDLER = {
  'lambda/hello.ts':
    "import { greet } from './greet'\nexport const handler = async (event: { name: string }) => greet(event.name)\nexport const other = handler\n",
  'lambda/greet.ts':
    "interface Named { name: string }\nexport function greet(name: string): Named {\n  if (name === '') throw new Error('nobody')\n  return { name }\n}\n",
}

/** Synthesizes the routes into a directory and answers the function resources with the directories of their code. */
function functionsOf(routes: Record<string, RouteProps>) {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'portico-test-')) })
  made.push(app.outdir)
  const stack = new Stack(app, 'Test')
  new RestGateway(stack, 'Shop', { routes })
  const assembly = app.synth()
  const template = assembly.getStackByName('Test').template as {
    Resources: Record<string, { Type: string; Properties: Record<string, unknown>; Metadata?: unknown }>
  }
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
    .map(([id, { Properties, Metadata }]) => {
      const hash = (Properties['Code'] as { S3Key: string }).S3Key.replace('.zip', '')
      return { id, hash, Properties, Metadata, code: join(assembly.directory, `asset.${hash}`, 'index.js') }
    })
}

const entry = (path: string, options?: EntryOptions): RouteProps => ({ target: Target.entry(path, options), auth: Auth.open('a test') })

test('an entry becomes a function that knows its source', () => {
  project(HANDLER)
  const [fn] = functionsOf({ 'GET /': entry('lambda/hello.ts') })
  expect(fn?.Properties).toMatchObject({
    Handler: 'index.handler',
    Runtime: 'nodejs22.x',
    Architectures: ['arm64'],
    MemorySize: 256,
    Timeout: 10,
    Environment: { Variables: { NODE_OPTIONS: '--enable-source-maps' } },
    LoggingConfig: { LogGroup: { Ref: expect.any(String) } },
  })
  expect(fn?.Metadata).toMatchObject({
    'portico:handler': {
      entry: 'lambda/hello.ts',
      export: 'handler',
      bundle: {
        bundle: true,
        platform: 'node',
        format: 'cjs',
        target: 'node20',
        external: ['@aws-sdk/*', '@smithy/*'],
        sourcemap: 'inline',
        sourcesContent: false,
        minify: false,
      },
    },
  })
})

test('the bundle is the same wherever the project lies, and its stack traces name the TypeScript', () => {
  const directories = [project(HANDLER), project(HANDLER)]
  const bundles = directories.map((directory) => {
    process.chdir(directory)
    const [fn] = functionsOf({ 'GET /': entry('lambda/hello.ts') })
    return { hash: fn?.hash, code: fn?.code as string, text: readFileSync(fn?.code as string, 'utf8') }
  })
  expect(bundles[0]?.hash).toBe(bundles[1]?.hash)
  expect(bundles[0]?.text).toBe(bundles[1]?.text)
  for (const directory of directories) expect(bundles[0]?.text).not.toContain(directory)
  const script = `require(${JSON.stringify(bundles[0]?.code)}).handler({ name: '' }).catch((error) => console.log(error.stack))`
  expect(spawnSync(process.execPath, ['--enable-source-maps', '-e', script], { encoding: 'utf8' }).stdout).toMatch(
    /greet \(.*lambda\/greet\.ts:3:\d+\)/,
  )
})

test('the options of an entry reach its function', () => {
  project({
    ...HANDLER,
    'lambda/hello.ts': "import { S3 } from '@aws-sdk/client-s3'\nimport dep from 'kept-out'\nexport const other = () => [MODE, S3, dep]\n",
  })
  const [fn] = functionsOf({
    'GET /': entry('lambda/hello.ts', {
      handler: 'other',
      runtime: lambda.Runtime.NODEJS_20_X,
      architecture: lambda.Architecture.X86_64,
      memorySize: 512,
      timeout: Duration.seconds(3),
      environment: { TABLE: 'orders', NODE_OPTIONS: '--no-deprecation' },
      description: 'says hello',
      bundling: { external: ['kept-out'], define: { MODE: '"fast"' }, minify: true, sourceMap: false, target: 'node22' },
    }),
  })
  expect(fn?.Properties).toMatchObject({
    Handler: 'index.other',
    Runtime: 'nodejs20.x',
    Architectures: ['x86_64'],
    MemorySize: 512,
    Timeout: 3,
    Description: 'says hello',
    Environment: { Variables: { TABLE: 'orders', NODE_OPTIONS: '--no-deprecation' } },
  })
  const text = readFileSync(fn?.code as string, 'utf8')
  expect(text).toContain('require("kept-out")')
  expect(text).toContain('"fast"')
  expect(text).not.toContain('sourceMappingURL')
})

test('one function for each distinct entry with its options, and ids that do not depend on the options', () => {
  project(HANDLER)
  const ids = (memorySize: number) =>
    functionsOf({
      'GET /a': entry('lambda/hello.ts'),
      'GET /b': entry('./lambda/../lambda/hello.ts', {}),
      'GET /c': entry('lambda/hello.ts', { environment: { A: '1' }, memorySize }),
      'GET /d': entry('lambda/hello.ts', { memorySize, environment: { A: '1' } }),
      'GET /e': entry('lambda/hello.ts', { handler: 'other' }),
    }).map(({ id }) => id)
  expect(ids(512)).toHaveLength(3)
  expect(ids(1024)).toEqual(ids(512))
})

test('a handler that does not compile is named with file, line and column', () => {
  project({ 'lambda/broken.ts': "import { nothing } from './nowhere'\nexport const handler = nothing\n" })
  expect(() => functionsOf({ 'GET /': entry('lambda/broken.ts') })).toThrow(
    /The handler lambda\/broken\.ts cannot be bundled: lambda\/broken\.ts:1:25: Could not resolve "\.\/nowhere"/,
  )
})

test('on request each route has a permission of its own, for its verb and path', () => {
  const { all } = synthesize({ permissionPerRoute: true, routes: { 'GET /health': OPEN } }, (gateway, stack) => {
    const target = Target.fn(inlineFunction(stack))
    for (const key of ['GET /a', 'ANY /b/{id}', 'POST /']) gateway.addRoute(key, { ...OPEN, target })
  })
  const sources = all('AWS::Lambda::Permission').map(({ Properties: p }) => p['SourceArn']['Fn::Join'][1].at(-1))
  expect(sources).toEqual(['/*/GET/a', '/*/*/b/*', '/*/POST/'])
})

test('functions get one permission for each API, whatever the number of routes, and none for the console', () => {
  const { all, only } = synthesize({ routes: { 'GET /health': OPEN } }, (gateway, stack) => {
    const fn = inlineFunction(stack)
    for (const key of ['GET /a', 'POST /a', 'GET /b/{id}']) {
      const route = gateway.addRoute(key, { target: Target.fn(fn), auth: Auth.iam(), timeout: Duration.seconds(5) })
      expect(route.fn).toBe(fn)
    }
  })
  const { FunctionName, SourceArn, Principal } = only('AWS::Lambda::Permission').Properties
  expect(Principal).toBe('apigateway.amazonaws.com')
  expect(FunctionName).toEqual({ 'Fn::GetAtt': [only('AWS::Lambda::Function').id, 'Arn'] })
  expect(SourceArn['Fn::Join'][1].slice(-2)).toEqual([{ Ref: only('AWS::ApiGateway::RestApi').id }, '/*/*/*'])
  const proxies = all('AWS::ApiGateway::Method').filter(({ Properties }) => Properties['Integration'].Type === 'AWS_PROXY')
  expect(proxies).toHaveLength(3)
  expect(proxies[0]?.Properties['Integration']).toMatchObject({ IntegrationHttpMethod: 'POST', TimeoutInMillis: 5000 })
  expect(JSON.stringify(proxies[0]?.Properties['Integration'].Uri)).toContain(':lambda:path/2015-03-31/functions/')
})

test.each<[string, RouteProps['target'], object]>([
  [
    'GET /stock/{sku}',
    Target.http('https://stock.example.com/items/{sku}', { headers: { 'x-caller': 'shop' } }),
    {
      RequestParameters: { 'method.request.path.sku': true },
      Integration: {
        Type: 'HTTP_PROXY',
        IntegrationHttpMethod: 'GET',
        Uri: 'https://stock.example.com/items/{sku}',
        RequestParameters: { 'integration.request.path.sku': 'method.request.path.sku', 'integration.request.header.x-caller': "'shop'" },
      },
    },
  ],
  [
    'ANY /old/{proxy+}',
    Target.http('http://10.0.0.1:8080/{proxy+}', { method: 'POST' }),
    {
      Integration: {
        IntegrationHttpMethod: 'POST',
        Uri: 'http://10.0.0.1:8080/{proxy}',
        RequestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' },
      },
    },
  ],
  ['GET /a', Target.http('http://${stageVariables.host}/x'), { Integration: { Uri: 'http://${stageVariables.host}/x' } }],
  [
    'GET /b',
    Target.mock(200, { price: '$5', note: '#set it' }),
    {
      MethodResponses: [{ StatusCode: '200' }],
      Integration: {
        Type: 'MOCK',
        PassthroughBehavior: 'WHEN_NO_TEMPLATES',
        RequestTemplates: { 'application/json': '{"statusCode":200}' },
        IntegrationResponses: [
          { StatusCode: '200', ResponseTemplates: { 'application/json': '{"price":"\\u00245","note":"\\u0023set it"}' } },
        ],
      },
    },
  ],
  [
    'GET /c',
    Target.mock(503, 'closed', { headers: { 'Retry-After': '60' } }),
    {
      MethodResponses: [
        {
          StatusCode: '503',
          ResponseParameters: { 'method.response.header.Retry-After': true, 'method.response.header.Content-Type': true },
        },
      ],
      Integration: {
        RequestTemplates: { 'application/json': '{"statusCode":503}' },
        IntegrationResponses: [
          {
            StatusCode: '503',
            ResponseTemplates: { 'application/json': 'closed' },
            ResponseParameters: { 'method.response.header.Retry-After': "'60'", 'method.response.header.Content-Type': "'text/plain'" },
          },
        ],
      },
    },
  ],
])('%s by %#', (key, target, expected) => {
  expect(synthesize({ routes: { [key]: { ...OPEN, target } } }).only('AWS::ApiGateway::Method').Properties).toMatchObject(expected)
})
