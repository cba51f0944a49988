import type * as sdk from '@aws-sdk/client-ssm'
import type { Operations, Service } from '../operations'
import * as parameters from './parameters'

/** AWS Systems Manager, Parameter Store: every operation that is served. */
const operations = {
  DeleteParameter: parameters.DeleteParameter,
  GetParameter: parameters.GetParameter,
  GetParameters: parameters.GetParameters,
  GetParametersByPath: parameters.GetParametersByPath,
  PutParameter: parameters.PutParameter,
}

export const ssm = { name: 'ssm', operations } satisfies Service<Partial<Operations<typeof sdk>>>
