import { type aws_apigateway as apigateway, aws_cloudwatch as cloudwatch, Duration } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { LogMetrics } from './log-metrics'

/**
 * When one alarm goes off: at least so many of the last minutes beyond a threshold.
 *
 * @example
 * const latency: AlarmSettings = { threshold: 800, minutes: 10, breaching: 8 }
 */
export interface AlarmSettings {
  /** @default true */
  readonly enabled?: boolean
  /** @default - see the alarm */
  readonly threshold?: number
  /** Minutes that are looked at. @default 5 */
  readonly minutes?: number
  /** Of these, minutes beyond the threshold. @default 3 */
  readonly breaching?: number
}

/** The alarms of one stage, by their names. */
export interface StageAlarms {
  readonly serverErrors?: cloudwatch.Alarm
  readonly latency?: cloudwatch.Alarm
  readonly throttles?: cloudwatch.Alarm
  readonly integrationErrors?: cloudwatch.Alarm
}

/** What each alarm is set to. */
export interface StageAlarmSettings {
  readonly serverErrors?: AlarmSettings
  readonly latency?: AlarmSettings
  readonly throttles?: AlarmSettings
  readonly integrationErrors?: AlarmSettings
}

const MINUTE = Duration.minutes(1)
/** One failure of three requests is no rate: of fewer requests in a minute nothing is said. */
const ENOUGH_REQUESTS = 10

/** What the alarms look at. */
export interface AlarmedStage {
  readonly stageName: string
  readonly stage: apigateway.Stage
  readonly log: LogMetrics | undefined
}

/** Makes the alarms of a stage. Those that are read off the access log are left out where there is none. */
export function addAlarms(scope: Construct, { stageName, stage, log }: AlarmedStage, settings: StageAlarmSettings): StageAlarms {
  const make = (id: string, wish: AlarmSettings | undefined, metric: cloudwatch.IMetric, threshold: number, description: string) => {
    if (wish?.enabled === false) return undefined
    return new cloudwatch.Alarm(scope, id, {
      metric,
      alarmDescription: description,
      threshold: wish?.threshold ?? threshold,
      evaluationPeriods: wish?.minutes ?? 5,
      datapointsToAlarm: wish?.breaching ?? 3,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      ...(id === 'Latency' && { evaluateLowSampleCountPercentile: 'ignore' }),
    })
  }
  const found = {
    serverErrors: make(
      'ServerErrors',
      settings.serverErrors,
      errorRate(stage),
      1,
      `More than 1 % of the requests to ${stageName} are answered 5xx.`,
    ),
    latency: make(
      'Latency',
      settings.latency,
      stage.metricLatency({ statistic: 'p99', period: MINUTE }),
      3000,
      `The slowest of a hundred requests to ${stageName} take more than 3 s.`,
    ),
    throttles:
      log && make('Throttles', settings.throttles, log.throttles(), 10, `More than 10 requests a minute to ${stageName} are throttled.`),
    integrationErrors:
      log &&
      make(
        'IntegrationErrors',
        settings.integrationErrors,
        log.integrationErrors(),
        5,
        `Integrations of ${stageName} fail more than 5 times a minute.`,
      ),
  }
  return Object.fromEntries(Object.entries(found).filter(([, alarm]) => alarm !== undefined))
}

/** The share of requests that are answered 5xx, in per cent. */
export function errorRate(stage: apigateway.Stage): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: `IF(requests >= ${ENOUGH_REQUESTS}, 100 * errors / requests, 0)`,
    label: '5xx in per cent',
    period: MINUTE,
    usingMetrics: {
      errors: stage.metricServerError({ statistic: 'Sum', period: MINUTE }),
      requests: stage.metricCount({ statistic: 'SampleCount', period: MINUTE }),
    },
  })
}
