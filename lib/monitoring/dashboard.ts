import { type aws_apigateway as apigateway, aws_cloudwatch as cloudwatch, Duration } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { Route } from '../route'
import { errorRate, type StageAlarms } from './alarms'
import type { LogMetrics } from './log-metrics'

const PERIOD = Duration.minutes(1)
/** Columns of a dashboard, and rows of a graph. */
const WIDTH = 24
const HEIGHT = 6

/** What a dashboard shows. */
export interface DashboardContent {
  readonly title: string
  readonly stage: apigateway.Stage
  readonly alarms: StageAlarms
  readonly log: LogMetrics | undefined
  /** Those that have metrics of their own. */
  readonly routes: readonly Route[]
}

/** One dashboard: the alarms, the API in its stage, then a row for each route. */
export function addDashboard(scope: Construct, content: DashboardContent): cloudwatch.Dashboard {
  const { title, stage, alarms, log, routes } = content
  const dashboard = new cloudwatch.Dashboard(scope, 'Dashboard', { defaultInterval: Duration.hours(3) })
  const all = Object.values(alarms) as cloudwatch.Alarm[]
  dashboard.addWidgets(new cloudwatch.TextWidget({ markdown: `# ${title}`, width: WIDTH, height: 1 }))
  if (all.length > 0) dashboard.addWidgets(new cloudwatch.AlarmStatusWidget({ alarms: all, width: WIDTH, height: 2 }))
  const refused = log === undefined ? [] : [log.throttles({ label: 'throttled' }), log.integrationErrors({ label: 'failed behind' })]
  dashboard.addWidgets(
    graph('Requests', 8, [stage.metricCount({ statistic: 'SampleCount', period: PERIOD, label: 'requests' })]),
    graph('Errors', 8, [
      stage.metricClientError({ statistic: 'Sum', period: PERIOD, label: '4xx' }),
      stage.metricServerError({ statistic: 'Sum', period: PERIOD, label: '5xx' }),
      ...refused,
    ]),
    graph('5xx in per cent', 8, [errorRate(stage)]),
  )
  dashboard.addWidgets(
    graph(
      'Latency in ms',
      12,
      latencies((statistic) => stage.metricLatency({ statistic, period: PERIOD, label: statistic })),
    ),
    graph(
      'Integration latency in ms',
      12,
      latencies((statistic) => stage.metricIntegrationLatency({ statistic, period: PERIOD, label: statistic })),
    ),
  )
  for (const route of routes) {
    dashboard.addWidgets(
      graph(`${route.key}: requests and errors`, 12, [
        route.metricCount(stage, { statistic: 'SampleCount', period: PERIOD, label: 'requests' }),
        route.metricClientError(stage, { statistic: 'Sum', period: PERIOD, label: '4xx' }),
        route.metricServerError(stage, { statistic: 'Sum', period: PERIOD, label: '5xx' }),
      ]),
      graph(
        `${route.key}: latency in ms`,
        12,
        latencies((statistic) => route.metricLatency(stage, { statistic, period: PERIOD, label: statistic })),
      ),
    )
  }
  return dashboard
}

function graph(title: string, width: number, left: cloudwatch.IMetric[]): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({ title, left, width, height: HEIGHT })
}

function latencies(of: (statistic: string) => cloudwatch.Metric): cloudwatch.Metric[] {
  return ['p50', 'p90', 'p99'].map(of)
}
