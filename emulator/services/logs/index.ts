import type * as sdk from '@aws-sdk/client-cloudwatch-logs'
import type { Operations, Service } from '../operations'
import * as groups from './groups'

export { ensureLogGroup } from './groups'

/** Amazon CloudWatch Logs: every operation that is served. */
const operations = {
  CreateLogGroup: groups.CreateLogGroup,
  DeleteLogGroup: groups.DeleteLogGroup,
  DeleteRetentionPolicy: groups.DeleteRetentionPolicy,
  DescribeLogGroups: groups.DescribeLogGroups,
  ListTagsForResource: groups.ListTagsForResource,
  PutRetentionPolicy: groups.PutRetentionPolicy,
  TagResource: groups.TagResource,
  UntagResource: groups.UntagResource,
}

export const logs = { name: 'logs', operations } satisfies Service<Partial<Operations<typeof sdk>>>
