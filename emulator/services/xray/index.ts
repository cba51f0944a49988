import type * as sdk from '@aws-sdk/client-xray'
import type { Operations, Service } from '../operations'
import * as rules from './sampling-rules'
import * as segments from './segments'
import * as summaries from './summaries'

/** AWS X-Ray: every operation that is served. */
const operations = {
  BatchGetTraces: segments.BatchGetTraces,
  CreateSamplingRule: rules.CreateSamplingRule,
  DeleteSamplingRule: rules.DeleteSamplingRule,
  GetSamplingRules: rules.GetSamplingRules,
  GetSamplingTargets: rules.GetSamplingTargets,
  GetTraceSummaries: summaries.GetTraceSummaries,
  PutTelemetryRecords: segments.PutTelemetryRecords,
  PutTraceSegments: segments.PutTraceSegments,
  UpdateSamplingRule: rules.UpdateSamplingRule,
}

export const xray = { name: 'xray', operations } satisfies Service<Partial<Operations<typeof sdk>>>
