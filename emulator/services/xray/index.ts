import type * as sdk from '@aws-sdk/client-xray'
import type { Operations, Service } from '../operations'
import * as groups from './groups'
import * as rules from './sampling-rules'
import * as segments from './segments'
import * as graph from './service-graph'
import * as summaries from './summaries'
import * as tags from './tags'
import * as series from './time-series'

/** AWS X-Ray: every operation that is served. */
const operations = {
  BatchGetTraces: segments.BatchGetTraces,
  CreateGroup: groups.CreateGroup,
  CreateSamplingRule: rules.CreateSamplingRule,
  DeleteGroup: groups.DeleteGroup,
  DeleteSamplingRule: rules.DeleteSamplingRule,
  GetGroup: groups.GetGroup,
  GetGroups: groups.GetGroups,
  GetSamplingRules: rules.GetSamplingRules,
  GetSamplingTargets: rules.GetSamplingTargets,
  GetServiceGraph: graph.GetServiceGraph,
  GetTimeSeriesServiceStatistics: series.GetTimeSeriesServiceStatistics,
  GetTraceGraph: graph.GetTraceGraph,
  GetTraceSummaries: summaries.GetTraceSummaries,
  ListTagsForResource: tags.ListTagsForResource,
  PutTelemetryRecords: segments.PutTelemetryRecords,
  PutTraceSegments: segments.PutTraceSegments,
  TagResource: tags.TagResource,
  UntagResource: tags.UntagResource,
  UpdateGroup: groups.UpdateGroup,
  UpdateSamplingRule: rules.UpdateSamplingRule,
}

export const xray = { name: 'xray', operations } satisfies Service<Partial<Operations<typeof sdk>>>
