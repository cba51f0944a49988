import { aws_apigateway as apigateway, aws_iam as iam, aws_logs as logs, RemovalPolicy, type Stack } from 'aws-cdk-lib'
import type { CartsParts } from './carts'

/** The same with `aws-apigateway` alone. */
export function plainCartsApi(stack: Stack, { carts, jobs }: CartsParts) {
  const accessLog = new logs.LogGroup(stack, 'AccessLog', { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY })
  const loggingRole = new iam.Role(stack, 'LoggingRole', {
    assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
  })
  const account = new apigateway.CfnAccount(stack, 'Account', { cloudWatchRoleArn: loggingRole.roleArn })
  const api = new apigateway.RestApi(stack, 'Carts', {
    cloudWatchRole: false,
    endpointConfiguration: { types: [apigateway.EndpointType.REGIONAL] },
    deployOptions: {
      stageName: 'prod',
      throttlingRateLimit: 50,
      throttlingBurstLimit: 100,
      accessLogDestination: new apigateway.LogGroupLogDestination(accessLog),
      accessLogFormat: apigateway.AccessLogFormat.custom(
        JSON.stringify({
          requestId: '$context.requestId',
          requestTime: '$context.requestTime',
          httpMethod: '$context.httpMethod',
          path: '$context.path',
          status: '$context.status',
          integrationStatus: '$context.integration.status',
          errorType: '$context.error.responseType',
        }),
      ),
    },
  })
  api.deploymentStage.node.addDependency(account)

  const text = (value: string) => `"$util.escapeJavaScript(${value}).replaceAll("\\\\'", "'")"`
  const key = `"TableName":"${carts.tableName}","Key":{"id":{"S":${text('"$!id"')}}}`
  const readId = "#set($id = $input.params().path.get('id'))"
  const plainItem = (path: string) =>
    [
      `#set($item = $input.path('${path}'))#if("$!item" == "")`,
      '#set($context.responseOverride.status = 404){"message":"Not Found"}#{else}{',
      '#foreach($name in $item.keySet())#set($value = $item.get($name))',
      `${text('$name')}:`,
      `#if($value.containsKey("S"))${text('$value.get("S")')}`,
      '#elseif($value.containsKey("N"))$value.get("N")',
      '#elseif($value.containsKey("BOOL"))$value.get("BOOL")',
      `#{else}$input.json("${path}['$name']")#end`,
      '#if($foreach.hasNext),#end#end}#end',
    ].join('')
  const roleFor = (id: string, action: string, resource: string) =>
    new iam.Role(stack, id, {
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      inlinePolicies: {
        Target: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: [action], resources: [resource] })] }),
      },
    })
  const answers = (status: string, template: string) => ({
    integrationResponses: [
      { statusCode: status, selectionPattern: '2\\d{2}', responseTemplates: { 'application/json': template } },
      { statusCode: '400', selectionPattern: '4\\d{2}', responseTemplates: { 'application/json': '{"message":"Bad Request"}' } },
      { statusCode: '502', responseTemplates: { 'application/json': '{"message":"Bad Gateway"}' } },
    ],
    methodResponses: [{ statusCode: status }, { statusCode: '400' }, { statusCode: '502' }],
  })
  const add = (
    resource: apigateway.IResource,
    verb: string,
    integration: apigateway.AwsIntegrationProps,
    request: string,
    { integrationResponses, methodResponses }: ReturnType<typeof answers>,
    more: apigateway.MethodOptions = {},
  ) => {
    const options = {
      ...integration.options,
      passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
      requestTemplates: { 'application/json': request },
      integrationResponses,
    }
    resource.addMethod(verb, new apigateway.AwsIntegration({ ...integration, options }), { ...more, methodResponses })
  }
  const dynamo = (action: string) => ({
    service: 'dynamodb',
    action,
    options: { credentialsRole: roleFor(`${action}Role`, `dynamodb:${action}`, carts.tableArn) },
  })

  const cart = api.root.addResource('carts').addResource('{id}')
  add(cart, 'GET', dynamo('GetItem'), `${readId}{${key}}`, answers('200', plainItem('$.Item')))
  const { OBJECT, STRING, NUMBER } = apigateway.JsonSchemaType
  const model = api.addModel('Cart', {
    schema: {
      type: OBJECT,
      required: ['customer', 'total'],
      properties: { customer: { type: STRING }, total: { type: NUMBER, minimum: 0 } },
    },
  })
  const item = [
    `${readId}#set($customer = $input.path('$.customer'))#set($total = $input.path('$.total'))`,
    `{"TableName":"${carts.tableName}","Item":{"id":{"S":${text('"$!id"')}},"customer":{"S":${text('"$!customer"')}},"total":{"N":${text('"$!total"')}}}}`,
  ].join('')
  add(cart, 'PUT', dynamo('PutItem'), item, answers('200', '{}'), {
    requestModels: { 'application/json': model },
    requestValidatorOptions: { validateRequestBody: true },
  })
  const update = [
    `${readId}#set($customer = $input.path('$.customer')){${key},"UpdateExpression":"SET #n0 = :v0",`,
    `"ExpressionAttributeValues":{":v0":{"S":${text('"$!customer"')}}},"ExpressionAttributeNames":{"#n0":"customer","#key":"id"},`,
    '"ConditionExpression":"attribute_exists(#key)","ReturnValues":"ALL_NEW"}',
  ].join('')
  add(cart, 'PATCH', dynamo('UpdateItem'), update, answers('200', plainItem('$.Attributes')))
  add(cart, 'DELETE', dynamo('DeleteItem'), `${readId}{${key}}`, answers('204', '#set($done = true)'))

  const tenant = [
    "#set($tenant = $input.params().header.get('X-Tenant'))",
    `#if("$!tenant" == "")#set($tenant = $input.params().header.get('x-tenant'))#end`,
  ].join('')
  const message = [
    `${tenant}#set($body = $input.body)Action=SendMessage&MessageBody=$util.urlEncode("$!body")`,
    'MessageAttribute.1.Name=tenant',
    'MessageAttribute.1.Value.DataType=String',
    'MessageAttribute.1.Value.StringValue=$util.urlEncode("$!tenant")',
  ].join('&')
  const queue = {
    service: 'sqs',
    path: `${jobs.env.account}/${jobs.queueName}`,
    options: {
      credentialsRole: roleFor('SendRole', 'sqs:SendMessage', jobs.queueArn),
      requestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
    },
  }
  const sent = `{"messageId":"$input.path('$.SendMessageResponse.SendMessageResult.MessageId')"}`
  add(api.root.addResource('jobs'), 'POST', queue, message, answers('202', sent))
  return api
}
