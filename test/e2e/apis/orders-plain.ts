import {
  aws_apigateway as apigateway,
  Duration,
  aws_iam as iam,
  type aws_lambda as lambda,
  aws_logs as logs,
  RemovalPolicy,
  type Stack,
} from 'aws-cdk-lib'
import type { OrdersParts } from './parts'

/** The same with `aws-apigateway` alone. */
export function plainOrdersApi(stack: Stack, { orders, judge }: OrdersParts<lambda.IFunction>) {
  const origins = ['https://shop.example.com', 'https://admin.example.com']
  const accessLog = new logs.LogGroup(stack, 'AccessLog', { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY })
  const role = new iam.Role(stack, 'LoggingRole', {
    assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
  })
  const account = new apigateway.CfnAccount(stack, 'Account', { cloudWatchRoleArn: role.roleArn })
  const uncached = { cachingEnabled: false, throttlingRateLimit: 200, throttlingBurstLimit: 400 }
  const cached = { ...uncached, cachingEnabled: true, cacheDataEncrypted: true }
  const api = new apigateway.RestApi(stack, 'Orders', {
    cloudWatchRole: false,
    endpointConfiguration: { types: [apigateway.EndpointType.REGIONAL] },
    defaultCorsPreflightOptions: {
      allowOrigins: origins,
      allowHeaders: ['Content-Type', 'Authorization', 'X-Api-Key'],
      allowMethods: ['GET', 'POST', 'DELETE', 'OPTIONS'],
    },
    deployOptions: {
      stageName: 'prod',
      cacheClusterEnabled: true,
      cacheClusterSize: '0.5',
      ...uncached,
      accessLogDestination: new apigateway.LogGroupLogDestination(accessLog),
      accessLogFormat: apigateway.AccessLogFormat.custom(
        JSON.stringify({
          requestId: '$context.requestId',
          requestTime: '$context.requestTime',
          httpMethod: '$context.httpMethod',
          path: '$context.path',
          resourcePath: '$context.resourcePath',
          status: '$context.status',
          responseLatency: '$context.responseLatency',
          errorType: '$context.error.responseType',
          apiKeyId: '$context.identity.apiKeyId',
          principalId: '$context.authorizer.principalId',
        }),
      ),
      methodOptions: {
        '/orders/GET': { ...cached, cacheTtl: Duration.seconds(30) },
        '/orders/{id}/GET': { ...cached, cacheTtl: Duration.minutes(1) },
        '/orders/POST': { ...uncached, throttlingRateLimit: 50, throttlingBurstLimit: 50 },
      },
    },
  })
  api.deploymentStage.node.addDependency(account)
  for (const type of [apigateway.ResponseType.DEFAULT_4XX, apigateway.ResponseType.DEFAULT_5XX]) {
    api.addGatewayResponse(`Cors${type.responseType}`, { type, responseHeaders: { 'Access-Control-Allow-Origin': "'*'" } })
  }
  const authorizer = new apigateway.TokenAuthorizer(stack, 'Token', { handler: judge, resultsCacheTtl: Duration.minutes(5) })
  const body = new apigateway.RequestValidator(stack, 'Body', { restApi: api as apigateway.IRestApi, validateRequestBody: true })
  const parameters = new apigateway.RequestValidator(stack, 'Parameters', {
    restApi: api as apigateway.IRestApi,
    validateRequestParameters: true,
  })
  const { OBJECT, STRING, ARRAY } = apigateway.JsonSchemaType
  const newOrder = api.addModel('NewOrder', {
    schema: {
      type: OBJECT,
      required: ['customer', 'items'],
      properties: {
        customer: { type: STRING, minLength: 1 },
        items: { type: ARRAY, minItems: 1, items: { type: OBJECT, required: ['sku'], properties: { sku: { type: STRING } } } },
      },
    },
  })
  const keyed = (...cacheKeyParameters: string[]) =>
    new apigateway.LambdaIntegration(orders, { cacheKeyParameters, allowTestInvoke: false })
  const caller = ['method.request.header.Authorization', 'method.request.header.authorization']
  const declared = (required: boolean, ...names: string[]) => Object.fromEntries(names.map((name) => [name, required]))

  const health = new apigateway.MockIntegration({
    requestTemplates: { 'application/json': '{"statusCode":200}' },
    integrationResponses: [
      {
        statusCode: '200',
        responseTemplates: { 'application/json': `${originTemplate(origins)}{"status":"ok"}` },
        responseParameters: {
          'method.response.header.Access-Control-Allow-Origin': `'${origins[0]}'`,
          'method.response.header.Vary': "'Origin'",
        },
      },
    ],
  })
  api.root.addResource('health').addMethod('GET', health, {
    methodResponses: [
      {
        statusCode: '200',
        responseParameters: { 'method.response.header.Access-Control-Allow-Origin': true, 'method.response.header.Vary': true },
      },
    ],
  })
  const all = api.root.addResource('orders')
  const one = all.addResource('{id}')
  all.addMethod('GET', keyed(...caller, 'method.request.querystring.limit'), {
    authorizer,
    requestValidator: parameters,
    requestParameters: { ...declared(false, ...caller), 'method.request.querystring.limit': true },
  })
  all.addMethod('POST', new apigateway.LambdaIntegration(orders, { allowTestInvoke: false }), {
    authorizer,
    apiKeyRequired: true,
    requestValidator: body,
    requestModels: { 'application/json': newOrder },
  })
  one.addMethod('GET', keyed(...caller, 'method.request.path.id'), {
    authorizer,
    requestParameters: { ...declared(false, ...caller), 'method.request.path.id': true },
  })
  one.addMethod('DELETE', new apigateway.LambdaIntegration(orders, { allowTestInvoke: false }), { authorizer, apiKeyRequired: true })

  const plan = api.addUsagePlan('Partner', {
    throttle: { rateLimit: 5, burstLimit: 3 },
    quota: { limit: 5, period: apigateway.Period.DAY },
    apiStages: [{ api: api as apigateway.IRestApi, stage: api.deploymentStage }],
  })
  plan.addApiKey(api.addApiKey('Acme', { value: 'acme-key-of-twenty-letters' }))
  return api
}

/** Answers the origin of the page that asks, when it is one of several. */
function originTemplate(origins: readonly string[]): string {
  const matches = origins.map((origin) => `$origin == '${origin}'`).join(' || ')
  return [
    "#set($origin = $input.params().header.get('origin'))",
    "#if(!$origin || $origin == '')#set($origin = $input.params().header.get('Origin'))#end",
    `#if(${matches})#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)#end`,
  ].join('')
}
