import type * as sdk from '@aws-sdk/client-cloudwatch'
import type { Operations, Service } from '../operations'
import * as listMetrics from './list-metrics'
import * as metricData from './metric-data'
import * as metricStatistics from './metric-statistics'
import * as putMetricData from './put-metric-data'

/** Amazon CloudWatch: every operation that is served. */
const operations = {
  GetMetricData: metricData.GetMetricData,
  GetMetricStatistics: metricStatistics.GetMetricStatistics,
  ListMetrics: listMetrics.ListMetrics,
  PutMetricData: putMetricData.PutMetricData,
}

export const cloudwatch = { name: 'monitoring', operations } satisfies Service<Partial<Operations<typeof sdk>>>
