import { AwsError } from '../model/errors'

/** A request that a protocol cannot read: 400, as AWS's services answer it in every protocol. */
export function serializationError(message: string): AwsError {
  return new AwsError('SerializationException', message, 400)
}

/** An operation of AWS that is known and has no handler: 501, which no SDK retries. */
export function notEmulated(service: string, operation: string): AwsError {
  return new AwsError('NotImplemented', `Not emulated by Portico yet: ${service}:${operation}`, 501)
}

/** Our own bug. The stack belongs on the console. */
export function internalFailure(error: unknown): AwsError {
  const reason = error instanceof Error ? error.message : String(error)
  return new AwsError('InternalFailure', `The emulator failed: ${reason}`, 500)
}

/** A body beyond the service's limit. The wording is Lambda's; that of other services is uncertain. */
export function requestTooLarge(limit: number, operation: string): AwsError {
  const action = operation === 'Invoke' ? 'InvokeFunction' : operation
  return new AwsError('RequestEntityTooLargeException', `Request must be smaller than ${limit} bytes for the ${action} operation`, 413)
}
