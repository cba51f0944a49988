import { AwsError } from '../../model/errors'

/** 400: the request contradicts itself, or a rule of API Gateway's (facts/13, 2). */
export function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', message, 400)
}

/** 404: something that the request names is not there. */
export function notFound(message: string): AwsError {
  return new AwsError('NotFoundException', message, 404)
}

/** 409: something is already there, or still in use. */
export function conflict(message: string): AwsError {
  return new AwsError('ConflictException', message, 409)
}

/** What is wrong with a mapping expression or template, in the form in which API Gateway reports its own validators. */
export function invalidMapping(error: string): AwsError {
  return badRequest(`Invalid mapping expression specified: Validation Result: warnings : [], errors : [${error}]`)
}
