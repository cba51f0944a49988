import type * as sdk from '@aws-sdk/client-cloudwatch'
import { type Operations, operationsIn, type Service } from '../operations'

/** Amazon CloudWatch: every operation that is served. */
const operations = {
  ...operationsIn(
    () => require('./alarms/change') as typeof import('./alarms/change'),
    ['DeleteAlarms', 'DisableAlarmActions', 'EnableAlarmActions', 'SetAlarmState'],
  ),
  ...operationsIn(() => require('./alarms/describe') as typeof import('./alarms/describe'), ['DescribeAlarms', 'DescribeAlarmsForMetric']),
  ...operationsIn(() => require('./alarms/history') as typeof import('./alarms/history'), ['DescribeAlarmHistory']),
  ...operationsIn(() => require('./alarms/put-composite-alarm') as typeof import('./alarms/put-composite-alarm'), ['PutCompositeAlarm']),
  ...operationsIn(() => require('./alarms/put-metric-alarm') as typeof import('./alarms/put-metric-alarm'), ['PutMetricAlarm']),
  ...operationsIn(
    () => require('./dashboards') as typeof import('./dashboards'),
    ['DeleteDashboards', 'GetDashboard', 'ListDashboards', 'PutDashboard'],
  ),
  ...operationsIn(() => require('./list-metrics') as typeof import('./list-metrics'), ['ListMetrics']),
  ...operationsIn(() => require('./metric-data') as typeof import('./metric-data'), ['GetMetricData']),
  ...operationsIn(() => require('./metric-statistics') as typeof import('./metric-statistics'), ['GetMetricStatistics']),
  ...operationsIn(() => require('./put-metric-data') as typeof import('./put-metric-data'), ['PutMetricData']),
  ...operationsIn(() => require('./tags') as typeof import('./tags'), ['ListTagsForResource', 'TagResource', 'UntagResource']),
  ...operationsIn(() => require('./widget-image') as typeof import('./widget-image'), ['GetMetricWidgetImage']),
}

export const cloudwatch = { name: 'monitoring', operations } satisfies Service<Partial<Operations<typeof sdk>>>
