import type * as sdk from '@aws-sdk/client-cloudwatch'
import type { Operations, Service } from '../operations'
import * as change from './alarms/change'
import * as describe from './alarms/describe'
import * as history from './alarms/history'
import * as putCompositeAlarm from './alarms/put-composite-alarm'
import * as putMetricAlarm from './alarms/put-metric-alarm'
import * as dashboards from './dashboards'
import * as listMetrics from './list-metrics'
import * as metricData from './metric-data'
import * as metricStatistics from './metric-statistics'
import * as putMetricData from './put-metric-data'
import * as tags from './tags'
import * as widgetImage from './widget-image'

/** Amazon CloudWatch: every operation that is served. */
const operations = {
  DeleteAlarms: change.DeleteAlarms,
  DeleteDashboards: dashboards.DeleteDashboards,
  DescribeAlarmHistory: history.DescribeAlarmHistory,
  DescribeAlarms: describe.DescribeAlarms,
  DescribeAlarmsForMetric: describe.DescribeAlarmsForMetric,
  DisableAlarmActions: change.DisableAlarmActions,
  EnableAlarmActions: change.EnableAlarmActions,
  GetDashboard: dashboards.GetDashboard,
  GetMetricData: metricData.GetMetricData,
  GetMetricStatistics: metricStatistics.GetMetricStatistics,
  GetMetricWidgetImage: widgetImage.GetMetricWidgetImage,
  ListDashboards: dashboards.ListDashboards,
  ListMetrics: listMetrics.ListMetrics,
  ListTagsForResource: tags.ListTagsForResource,
  PutCompositeAlarm: putCompositeAlarm.PutCompositeAlarm,
  PutDashboard: dashboards.PutDashboard,
  PutMetricAlarm: putMetricAlarm.PutMetricAlarm,
  PutMetricData: putMetricData.PutMetricData,
  SetAlarmState: change.SetAlarmState,
  TagResource: tags.TagResource,
  UntagResource: tags.UntagResource,
}

export const cloudwatch = { name: 'monitoring', operations } satisfies Service<Partial<Operations<typeof sdk>>>
