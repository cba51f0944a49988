import type * as sdk from '@aws-sdk/client-ssm'
import type { Operations, Service } from '../operations'
import * as describe from './describe'
import * as parameters from './parameters'
import * as tags from './tags'

/** AWS Systems Manager, Parameter Store: every operation that is served. */
const operations = {
  AddTagsToResource: tags.AddTagsToResource,
  DeleteParameter: parameters.DeleteParameter,
  DeleteParameters: parameters.DeleteParameters,
  DescribeParameters: describe.DescribeParameters,
  GetParameter: parameters.GetParameter,
  GetParameterHistory: describe.GetParameterHistory,
  GetParameters: parameters.GetParameters,
  GetParametersByPath: parameters.GetParametersByPath,
  ListTagsForResource: tags.ListTagsForResource,
  PutParameter: parameters.PutParameter,
  RemoveTagsFromResource: tags.RemoveTagsFromResource,
}

export const ssm = { name: 'ssm', operations } satisfies Service<Partial<Operations<typeof sdk>>>
