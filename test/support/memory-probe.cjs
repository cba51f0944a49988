// Reloads a template 1,000 times and sends 10,000 requests, then prints how many MB the heap has grown: {"grown": 0.1}.
// Run with --expose-gc. Rounds before the measurement fill caches that are bounded.
const { Emulator } = require('../../dist/emulator/index.js')

const template = (version) =>
  JSON.stringify({
    Resources: {
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: `api-${version % 2}` } },
      Method: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: { Ref: 'Api' },
          ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
          HttpMethod: 'GET',
          AuthorizationType: 'NONE',
          Integration: {
            Type: 'MOCK',
            RequestTemplates: { 'application/json': '{"statusCode": 200}' },
            IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': `${version}` } }],
          },
          MethodResponses: [{ StatusCode: '200' }],
        },
      },
      Lambda: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          FunctionName: 'fn',
          Runtime: 'nodejs20.x',
          Handler: 'index.handler',
          Role: 'arn:aws:iam::000000000000:role/x',
          Code: { ZipFile: 'exports.handler = async () => ({ statusCode: 200 })' },
        },
      },
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Lambda' }, Principal: 'apigateway.amazonaws.com' },
      },
      Resource: {
        Type: 'AWS::ApiGateway::Resource',
        Properties: { RestApiId: { Ref: 'Api' }, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: 'fn' },
      },
      Proxy: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: { Ref: 'Api' },
          ResourceId: { Ref: 'Resource' },
          HttpMethod: 'GET',
          AuthorizationType: 'NONE',
          Integration: {
            Type: 'AWS_PROXY',
            IntegrationHttpMethod: 'POST',
            Uri: { 'Fn::Sub': 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Lambda.Arn}/invocations' },
          },
        },
      },
      [`Deployment${version}`]: {
        Type: 'AWS::ApiGateway::Deployment',
        DependsOn: ['Method', 'Proxy'],
        Properties: { RestApiId: { Ref: 'Api' } },
      },
      Stage: {
        Type: 'AWS::ApiGateway::Stage',
        Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: `Deployment${version}` }, StageName: 'test' },
      },
    },
  })

async function round(emulator, from, reloads, requests) {
  for (let version = from; version < from + reloads; version++) {
    await emulator.deployments.deploy({ kind: 'template', name: 'Reloaded', body: template(version), file: undefined }, { strict: false })
  }
  const [stage] = emulator.stages.all()
  for (let i = 0; i < requests; i++) {
    const target = `/_aws/execute-api/${stage.apiId}/test${i % 10 === 0 ? '/fn' : ''}`
    const { status } = await emulator.front.handle({
      method: 'GET',
      target,
      headers: ['Host', 'localhost'],
      body: undefined,
      sourceIp: '127.0.0.1',
    })
    if (status !== 200) throw new Error(`${target} answered ${status}`)
  }
}

async function settledHeap() {
  for (let i = 0; i < 5; i++) {
    global.gc()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return process.memoryUsage().heapUsed / 2 ** 20
}

async function main() {
  const emulator = new Emulator({ accountThrottle: { rate: 1e9, burst: 1e9 } })
  // Long enough to fill what is bounded: a stack's events, the last requests, the function's log stream.
  await round(emulator, 0, 200, 10_000)
  const before = await settledHeap()
  await round(emulator, 200, 1000, 10_000)
  const after = await settledHeap()
  await emulator.stop()
  console.log(JSON.stringify({ before, after, grown: after - before }))
}

main()
