import { type aws_apigateway as apigateway, aws_logs as logs, RemovalPolicy } from 'aws-cdk-lib'
import { Construct } from 'constructs'

/**
 * What a stage writes of how it processes each request.
 *
 * @example
 * const executionLog: ExecutionLogProps = { level: 'ERROR', retention: logs.RetentionDays.ONE_MONTH }
 */
export interface ExecutionLogProps {
  /** `ERROR` for requests that fail, `INFO` for all of them. */
  readonly level: 'ERROR' | 'INFO'
  /** Whether headers and bodies are written too, with `INFO`: whoever reads the log reads what callers send. @default false */
  readonly dataTrace?: boolean
  /** @default logs.RetentionDays.ONE_WEEK */
  readonly retention?: logs.RetentionDays
  /** @default RemovalPolicy.DESTROY */
  readonly removalPolicy?: RemovalPolicy
}

/** The log group of a stage's execution log, made before API Gateway makes it: by itself it would keep everything for ever. */
export class ExecutionLog extends Construct {
  readonly logGroup: logs.LogGroup

  constructor(scope: Construct, id: string, props: ExecutionLogProps & { readonly api: apigateway.IRestApi; readonly stageName: string }) {
    super(scope, id)
    this.logGroup = new logs.LogGroup(this, 'LogGroup', {
      // The name is API Gateway's own.
      logGroupName: `API-Gateway-Execution-Logs_${props.api.restApiId}/${props.stageName}`,
      retention: props.retention ?? logs.RetentionDays.ONE_WEEK,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.DESTROY,
    })
  }

  /** What the settings of each method say of it. */
  static settings(props: ExecutionLogProps | undefined): apigateway.CfnStage.MethodSettingProperty {
    if (props === undefined) return { dataTraceEnabled: false }
    return { loggingLevel: props.level, dataTraceEnabled: props.level === 'INFO' && props.dataTrace === true }
  }
}
