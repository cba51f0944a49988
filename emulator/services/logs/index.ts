import type * as sdk from '@aws-sdk/client-cloudwatch-logs'
import { type Operations, operationsIn, type Service } from '../operations'

/** Amazon CloudWatch Logs: every operation that is served. */
const operations = {
  ...operationsIn(() => require('./events') as typeof import('./events'), ['FilterLogEvents', 'GetLogEvents', 'PutLogEvents']),
  ...operationsIn(() => require('./fields') as typeof import('./fields'), ['GetLogGroupFields', 'GetLogRecord']),
  ...operationsIn(
    () => require('./filters') as typeof import('./filters'),
    [
      'DeleteMetricFilter',
      'DeleteSubscriptionFilter',
      'DescribeMetricFilters',
      'DescribeSubscriptionFilters',
      'PutMetricFilter',
      'PutSubscriptionFilter',
      'TestMetricFilter',
    ],
  ),
  ...operationsIn(
    () => require('./groups') as typeof import('./groups'),
    [
      'AssociateKmsKey',
      'CreateLogGroup',
      'DeleteLogGroup',
      'DeleteRetentionPolicy',
      'DescribeLogGroups',
      'DisassociateKmsKey',
      'ListLogGroups',
      'PutLogGroupDeletionProtection',
      'PutRetentionPolicy',
    ],
  ),
  ...operationsIn(() => require('./live-tail') as typeof import('./live-tail'), ['StartLiveTail']),
  ...operationsIn(
    () => require('./queries') as typeof import('./queries'),
    ['DescribeQueries', 'GetQueryResults', 'StartQuery', 'StopQuery'],
  ),
  ...operationsIn(
    () => require('./query-definitions') as typeof import('./query-definitions'),
    ['DeleteQueryDefinition', 'DescribeQueryDefinitions', 'PutQueryDefinition'],
  ),
  ...operationsIn(
    () => require('./resource-policies') as typeof import('./resource-policies'),
    ['DeleteResourcePolicy', 'DescribeResourcePolicies', 'PutResourcePolicy'],
  ),
  ...operationsIn(() => require('./streams') as typeof import('./streams'), ['CreateLogStream', 'DeleteLogStream', 'DescribeLogStreams']),
  ...operationsIn(
    () => require('./tags') as typeof import('./tags'),
    ['ListTagsForResource', 'ListTagsLogGroup', 'TagLogGroup', 'TagResource', 'UntagLogGroup', 'UntagResource'],
  ),
}

export const logs = { name: 'logs', operations } satisfies Service<Partial<Operations<typeof sdk>>>
