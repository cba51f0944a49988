import type * as sdk from '@aws-sdk/client-xray'
import { AwsError } from '../../model/errors'
import type { Operations } from '../operations'

/** The operations of X-Ray, typed by the SDK's command classes. */
export type XRayOperations = Operations<typeof sdk>

/** The wordings of this service are uncertain. */
export function invalidRequest(message: string): AwsError {
  return new AwsError('InvalidRequestException', message, 400)
}
