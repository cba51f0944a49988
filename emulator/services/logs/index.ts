import type * as sdk from '@aws-sdk/client-cloudwatch-logs'
import type { Operations, Service } from '../operations'
import * as events from './events'
import * as fields from './fields'
import * as filters from './filters'
import * as groups from './groups'
import * as liveTail from './live-tail'
import * as queries from './queries'
import * as queryDefinitions from './query-definitions'
import * as resourcePolicies from './resource-policies'
import * as streams from './streams'
import * as tags from './tags'

export { ensureLogGroup } from './groups'

/** Amazon CloudWatch Logs: every operation that is served. */
const operations = {
  AssociateKmsKey: groups.AssociateKmsKey,
  CreateLogGroup: groups.CreateLogGroup,
  CreateLogStream: streams.CreateLogStream,
  DeleteLogGroup: groups.DeleteLogGroup,
  DeleteLogStream: streams.DeleteLogStream,
  DeleteMetricFilter: filters.DeleteMetricFilter,
  DeleteQueryDefinition: queryDefinitions.DeleteQueryDefinition,
  DeleteResourcePolicy: resourcePolicies.DeleteResourcePolicy,
  DeleteRetentionPolicy: groups.DeleteRetentionPolicy,
  DeleteSubscriptionFilter: filters.DeleteSubscriptionFilter,
  DescribeLogGroups: groups.DescribeLogGroups,
  DescribeLogStreams: streams.DescribeLogStreams,
  DescribeMetricFilters: filters.DescribeMetricFilters,
  DescribeQueries: queries.DescribeQueries,
  DescribeQueryDefinitions: queryDefinitions.DescribeQueryDefinitions,
  DescribeResourcePolicies: resourcePolicies.DescribeResourcePolicies,
  DescribeSubscriptionFilters: filters.DescribeSubscriptionFilters,
  DisassociateKmsKey: groups.DisassociateKmsKey,
  FilterLogEvents: events.FilterLogEvents,
  GetLogEvents: events.GetLogEvents,
  GetLogGroupFields: fields.GetLogGroupFields,
  GetLogRecord: fields.GetLogRecord,
  GetQueryResults: queries.GetQueryResults,
  ListLogGroups: groups.ListLogGroups,
  ListTagsForResource: tags.ListTagsForResource,
  ListTagsLogGroup: tags.ListTagsLogGroup,
  PutLogEvents: events.PutLogEvents,
  PutLogGroupDeletionProtection: groups.PutLogGroupDeletionProtection,
  PutMetricFilter: filters.PutMetricFilter,
  PutQueryDefinition: queryDefinitions.PutQueryDefinition,
  PutResourcePolicy: resourcePolicies.PutResourcePolicy,
  PutRetentionPolicy: groups.PutRetentionPolicy,
  PutSubscriptionFilter: filters.PutSubscriptionFilter,
  StartLiveTail: liveTail.StartLiveTail,
  StartQuery: queries.StartQuery,
  StopQuery: queries.StopQuery,
  TagLogGroup: tags.TagLogGroup,
  TagResource: tags.TagResource,
  TestMetricFilter: filters.TestMetricFilter,
  UntagLogGroup: tags.UntagLogGroup,
  UntagResource: tags.UntagResource,
}

export const logs = { name: 'logs', operations } satisfies Service<Partial<Operations<typeof sdk>>>
