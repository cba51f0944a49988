import { Annotations, type aws_apigateway as apigateway, type aws_cloudwatch as cloudwatch, type aws_logs as logs } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import type { Route } from '../route'
import { type AlarmSettings, addAlarms, type StageAlarms } from './alarms'
import { addDashboard } from './dashboard'
import { LogMetrics } from './log-metrics'

/**
 * What is watched of a stage, and who is told. Whatever is left out has a sound default.
 *
 * @example
 * gateway.monitor('prod', { onAlarm: [new SnsAction(topic)], latency: { threshold: 800 } })
 */
export interface RestMonitoringProps {
  /** Requests answered 5xx, in per cent of those of a minute with at least ten. @default - 1 % */
  readonly serverErrors?: AlarmSettings
  /** The 99th percentile of the latency, in milliseconds. @default - 3000 */
  readonly latency?: AlarmSettings
  /** Requests a minute that are answered 429; read off the access log. @default - 10 */
  readonly throttles?: AlarmSettings
  /** Requests a minute whose integration answers 5xx; read off the access log. @default - 5 */
  readonly integrationErrors?: AlarmSettings
  /** What each alarm does when it goes off, and when it is over. @default - nothing */
  readonly onAlarm?: cloudwatch.IAlarmAction[]
  readonly onOk?: cloudwatch.IAlarmAction[]
  /** @default true */
  readonly dashboard?: boolean
}

/** What monitoring has to know of a gateway. */
export interface MonitoredStage {
  readonly apiName: string
  readonly stageName: string
  readonly stage: apigateway.Stage
  /** The log group of the access log; undefined when the stage has none. */
  readonly accessLog: logs.ILogGroup | undefined
  readonly routes: Route[]
  /** Whether CloudWatch keeps metrics for each method. */
  readonly detailed: boolean
}

/**
 * Alarms and a dashboard of one stage.
 *
 * @example
 * const { alarms } = gateway.monitor('prod')
 * pipeline.addRollbackAlarm(alarms.serverErrors!)
 */
export class RestMonitoring extends Construct {
  /** Those that were made: all but the disabled ones, and but those that need an access log that the stage has not. */
  readonly alarms: StageAlarms
  readonly dashboard: cloudwatch.Dashboard | undefined

  constructor(scope: Construct, id: string, monitored: MonitoredStage, props: RestMonitoringProps = {}) {
    super(scope, id)
    const { apiName, stageName, stage, accessLog, routes, detailed } = monitored
    const log = accessLog && new LogMetrics(this, 'Log', { logGroup: accessLog, apiName, stageName })
    if (log === undefined) {
      Annotations.of(this).addWarningV2(
        'portico:noAccessLog',
        `Stage "${stageName}" has no access log: nobody watches throttles and errors of integrations.`,
      )
    }
    this.alarms = addAlarms(this, { stageName, stage, log }, props)
    for (const alarm of Object.values(this.alarms) as cloudwatch.Alarm[]) {
      for (const action of props.onAlarm ?? []) alarm.addAlarmAction(action)
      for (const action of props.onOk ?? []) alarm.addOkAction(action)
    }
    const content = { title: `${apiName} ${stageName}`, stage, alarms: this.alarms, log, routes: detailed ? routes : [] }
    this.dashboard = props.dashboard === false ? undefined : addDashboard(this, content)
  }
}
