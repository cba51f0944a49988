import { ArnFormat, aws_apigateway as apigateway, aws_logs as logs, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { Construct } from 'constructs'

/**
 * Where a stage writes one line for each request.
 *
 * @example
 * const accessLog: AccessLogProps = { retention: logs.RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.RETAIN }
 */
export interface AccessLogProps {
  /** @default true */
  readonly enabled?: boolean
  /** @default logs.RetentionDays.ONE_MONTH */
  readonly retention?: logs.RetentionDays
  /** @default RemovalPolicy.DESTROY */
  readonly removalPolicy?: RemovalPolicy
}

// All values are quoted: what a request does not have is written "-", which would be no number.
const FIELDS = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  httpMethod: '$context.httpMethod',
  path: '$context.path',
  resourcePath: '$context.resourcePath',
  protocol: '$context.protocol',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  integrationStatus: '$context.integration.status',
  integrationLatency: '$context.integration.latency',
  errorType: '$context.error.responseType',
  sourceIp: '$context.identity.sourceIp',
  userAgent: '$context.identity.userAgent',
  apiKeyId: '$context.identity.apiKeyId',
  principalId: '$context.authorizer.principalId',
  traceId: '$context.xrayTraceId',
}

/** The log group of a stage's access log and the format of its lines: one JSON object each. */
export class AccessLog extends Construct implements apigateway.IAccessLogDestination {
  readonly logGroup: logs.LogGroup
  readonly format = apigateway.AccessLogFormat.custom(JSON.stringify(FIELDS))

  constructor(scope: Construct, id: string, props: AccessLogProps = {}) {
    super(scope, id)
    this.logGroup = new logs.LogGroup(this, 'LogGroup', {
      retention: props.retention ?? logs.RetentionDays.ONE_MONTH,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.DESTROY,
    })
  }

  /** The ARN as a stage keeps it, without the `:*` at its end with which CloudFormation answers it. */
  bind(_stage: unknown): apigateway.AccessLogDestinationConfig {
    const destinationArn = Stack.of(this).formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: this.logGroup.logGroupName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    })
    return { destinationArn }
  }
}
