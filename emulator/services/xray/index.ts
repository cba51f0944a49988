import type * as sdk from '@aws-sdk/client-xray'
import type { Operations, Service } from '../operations'
import * as groups from './groups'
import * as policies from './resource-policies'
import * as rules from './sampling-rules'
import * as segments from './segments'
import * as graph from './service-graph'
import * as settings from './settings'
import * as summaries from './summaries'
import * as tags from './tags'
import * as series from './time-series'

/** AWS X-Ray: every operation that is served. */
const operations = {
  BatchGetTraces: segments.BatchGetTraces,
  CreateGroup: groups.CreateGroup,
  CreateSamplingRule: rules.CreateSamplingRule,
  DeleteGroup: groups.DeleteGroup,
  DeleteResourcePolicy: policies.DeleteResourcePolicy,
  DeleteSamplingRule: rules.DeleteSamplingRule,
  GetEncryptionConfig: settings.GetEncryptionConfig,
  GetGroup: groups.GetGroup,
  GetGroups: groups.GetGroups,
  GetIndexingRules: settings.GetIndexingRules,
  GetSamplingRules: rules.GetSamplingRules,
  GetSamplingStatisticSummaries: rules.GetSamplingStatisticSummaries,
  GetSamplingTargets: rules.GetSamplingTargets,
  GetServiceGraph: graph.GetServiceGraph,
  GetTimeSeriesServiceStatistics: series.GetTimeSeriesServiceStatistics,
  GetTraceGraph: graph.GetTraceGraph,
  GetTraceSegmentDestination: settings.GetTraceSegmentDestination,
  GetTraceSummaries: summaries.GetTraceSummaries,
  ListResourcePolicies: policies.ListResourcePolicies,
  ListTagsForResource: tags.ListTagsForResource,
  PutEncryptionConfig: settings.PutEncryptionConfig,
  PutResourcePolicy: policies.PutResourcePolicy,
  PutTelemetryRecords: segments.PutTelemetryRecords,
  PutTraceSegments: segments.PutTraceSegments,
  TagResource: tags.TagResource,
  UntagResource: tags.UntagResource,
  UpdateGroup: groups.UpdateGroup,
  UpdateIndexingRule: settings.UpdateIndexingRule,
  UpdateSamplingRule: rules.UpdateSamplingRule,
  UpdateTraceSegmentDestination: settings.UpdateTraceSegmentDestination,
}

export const xray = { name: 'xray', operations } satisfies Service<Partial<Operations<typeof sdk>>>
