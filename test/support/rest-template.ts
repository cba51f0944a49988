import type { TemplateObject } from '../../emulator/testing/index'

/** A method of a REST API in a test: what differs from a method without authorization. */
export interface TestMethod {
  /** The name of a function of the template: AWS_PROXY. */
  readonly fn?: string
  /** An integration, as CloudFormation has it. */
  readonly integration?: Readonly<Record<string, unknown>>
  /** Further properties of AWS::ApiGateway::Method. */
  readonly method?: Readonly<Record<string, unknown>>
  /** Of the resource. */
  readonly metadata?: Readonly<Record<string, unknown>>
}

/** A REST API in a test. */
export interface TestApi {
  /** `GET /orders/{id}` to its method. */
  readonly routes: Readonly<Record<string, TestMethod>>
  /** Name to the text of a CommonJS module with an export `handler`. */
  readonly functions?: Readonly<Record<string, string>>
  /** Further properties of AWS::ApiGateway::RestApi. */
  readonly api?: Readonly<Record<string, unknown>>
  /** Further properties of AWS::ApiGateway::Stage. */
  readonly stage?: Readonly<Record<string, unknown>>
  /** Further resources; they can refer to `Api`, `Stage`, `Deployment` and the functions. */
  readonly resources?: Readonly<Record<string, unknown>>
}

/** A handler that answers its event as JSON. */
export const ECHO = 'exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) })'

/** An integration that answers a text. */
export function mockOf(body: string, status = '200'): TestMethod {
  return {
    integration: {
      Type: 'MOCK',
      RequestTemplates: { 'application/json': `{"statusCode": ${status}}` },
      IntegrationResponses: [{ StatusCode: status, ResponseTemplates: { 'application/json': body } }],
    },
    method: { MethodResponses: [{ StatusCode: status }] },
  }
}

/** The template of a REST API with one stage, `test`. */
export function restTemplate({ routes, functions = {}, api = {}, stage = {}, resources = {} }: TestApi): TemplateObject {
  const made: Record<string, unknown> = { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'test-api', ...api } } }
  const methods: string[] = []
  for (const [route, { fn, integration, method, metadata }] of Object.entries(routes)) {
    const [verb, path] = route.split(' ') as [string, string]
    const resourceId = addResource(made, path)
    const logicalId = `Method${methods.length}`
    methods.push(logicalId)
    made[logicalId] = {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ResourceId: resourceId,
        HttpMethod: verb,
        AuthorizationType: 'NONE',
        Integration: fn === undefined ? integration : lambdaIntegration(fn),
        ...method,
      },
      ...(metadata === undefined ? {} : { Metadata: metadata }),
    }
  }
  for (const [name, code] of Object.entries(functions)) Object.assign(made, functionResources(name, code))
  made['Deployment'] = { Type: 'AWS::ApiGateway::Deployment', DependsOn: methods, Properties: { RestApiId: { Ref: 'Api' } } }
  made['Stage'] = {
    Type: 'AWS::ApiGateway::Stage',
    Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'test', ...stage },
  }
  // Without the role, AWS refuses to log.
  if (/"LoggingLevel"|"AccessLogSetting"/.test(JSON.stringify(stage))) {
    made['Account'] = { Type: 'AWS::ApiGateway::Account', Properties: { CloudWatchRoleArn: 'arn:aws:iam::000000000000:role/logs' } }
    made['Stage'] = { ...(made['Stage'] as object), DependsOn: ['Account'] }
  }
  return {
    Resources: { ...made, ...resources },
    Outputs: { ApiId: { Value: { Ref: 'Api' } }, RootResourceId: { Value: { 'Fn::GetAtt': ['Api', 'RootResourceId'] } } },
  }
}

/** Declares the resources of a path; answers the reference to the last. */
function addResource(made: Record<string, unknown>, path: string): unknown {
  let parent: unknown = { 'Fn::GetAtt': ['Api', 'RootResourceId'] }
  let name = 'Resource'
  for (const part of path.split('/').filter((segment) => segment !== '')) {
    name += part.replace(/[^A-Za-z0-9]/g, (character) => `x${character.charCodeAt(0).toString(16)}`)
    made[name] ??= { Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: { Ref: 'Api' }, ParentId: parent, PathPart: part } }
    parent = { Ref: name }
  }
  return parent
}

function lambdaIntegration(fn: string): unknown {
  return {
    Type: 'AWS_PROXY',
    IntegrationHttpMethod: 'POST',
    Uri: { 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${fn}.Arn}/invocations` },
  }
}

function functionResources(name: string, code: string): Record<string, unknown> {
  return {
    [name]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: name,
        Runtime: 'nodejs20.x',
        Handler: 'index.handler',
        Role: 'arn:aws:iam::000000000000:role/test',
        Code: { ZipFile: code },
      },
    },
    [`${name}Permission`]: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': [name, 'Arn'] },
        Principal: 'apigateway.amazonaws.com',
        SourceArn: { 'Fn::Sub': `arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*/*/*` },
      },
    },
  }
}
