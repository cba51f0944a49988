import {
  aws_apigateway as apigateway,
  aws_iam as iam,
  aws_logs as logs,
  RemovalPolicy,
  type Stack,
  aws_s3_assets as s3assets,
} from 'aws-cdk-lib'
import type { PartnersParts } from './partners'

/** The same with `aws-apigateway` alone. */
export function plainPartnersApi(stack: Stack, { certificate, authorities }: PartnersParts) {
  const role = new iam.Role(stack, 'LoggingRole', {
    assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
  })
  const account = new apigateway.CfnAccount(stack, 'Account', { cloudWatchRoleArn: role.roleArn })
  const truststore = new s3assets.Asset(stack, 'Truststore', { path: authorities })
  const domain = new apigateway.DomainName(stack, 'Domain', {
    domainName: 'partners.example.com',
    certificate,
    endpointType: apigateway.EndpointType.REGIONAL,
    securityPolicy: apigateway.SecurityPolicy.TLS_1_2,
    mtls: { bucket: truststore.bucket, key: truststore.s3ObjectKey },
  })
  const keys: Record<string, unknown> = Object.fromEntries(
    ['acme', 'umbrella'].map((name) => [name, new apigateway.ApiKey(stack, name, { value: `${name}-key-of-twenty-letters` })]),
  )
  const answering = (template: string) =>
    new apigateway.MockIntegration({
      requestTemplates: { 'application/json': '{"statusCode":200}' },
      integrationResponses: [{ statusCode: '200', responseTemplates: { 'application/json': template } }],
    })
  const version = (name: string, prices: object, plan: apigateway.UsagePlanProps) => {
    const accessLog = new logs.LogGroup(stack, `AccessLog ${name}`, {
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const api = new apigateway.RestApi(stack, `Partners ${name}`, {
      cloudWatchRole: false,
      disableExecuteApiEndpoint: true,
      endpointConfiguration: { types: [apigateway.EndpointType.REGIONAL] },
      deployOptions: {
        stageName: 'prod',
        throttlingRateLimit: 100,
        throttlingBurstLimit: 200,
        accessLogDestination: new apigateway.LogGroupLogDestination(accessLog),
        accessLogFormat: apigateway.AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            requestTime: '$context.requestTime',
            httpMethod: '$context.httpMethod',
            path: '$context.path',
            status: '$context.status',
            errorType: '$context.error.responseType',
            apiKeyId: '$context.identity.apiKeyId',
          }),
        ),
      },
    })
    api.deploymentStage.node.addDependency(account)
    const options = { apiKeyRequired: true, methodResponses: [{ statusCode: '200' }] }
    const all = api.root.addResource('prices')
    all.addMethod('GET', answering(JSON.stringify(prices)), options)
    all.addResource('{sku}').addMethod('GET', answering('{"sku":"$util.escapeJavaScript($input.params(\'sku\'))"}'), options)
    const usage = api.addUsagePlan('Plan', { ...plan, apiStages: [{ api: api as apigateway.IRestApi, stage: api.deploymentStage }] })
    for (const partner of ['acme', 'umbrella']) {
      usage.addApiKey(keys[partner] as apigateway.IApiKey)
    }
    domain.addBasePathMapping(api as apigateway.IRestApi, { basePath: name })
    return api
  }
  version('v1', { tea: 3 }, { quota: { limit: 2, period: apigateway.Period.DAY } })
  const latest = version(
    'v2',
    { tea: { amount: 3, currency: 'EUR' } },
    { throttle: { rateLimit: 10, burstLimit: 20 }, quota: { limit: 1000, period: apigateway.Period.MONTH } },
  )
  domain.addBasePathMapping(latest as apigateway.IRestApi)
  return domain
}
