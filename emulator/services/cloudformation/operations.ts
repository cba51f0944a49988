import type * as client from '@aws-sdk/client-cloudformation'
import type { StackRecord } from '../../model/account-services'
import { AwsError } from '../../model/errors'
import type { Call, Operations } from '../operations'
import { TemplateError, toAwsError } from './findings'
import { s3Place, templateAt } from './nested'
import { findStack } from './stack'
import { readTemplate, type Template } from './template'

/** The operations of CloudFormation, typed by the SDK's command classes. */
export type CloudFormation = Operations<typeof client>

/** CloudFormation's name for most of what is wrong with a request. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message, 400)
}

/** The stack of a name or id, or AWS's error. */
export function stackOf(call: Call, nameOrId: string | undefined, message = `Stack with id ${nameOrId} does not exist`): StackRecord {
  const stack = nameOrId === undefined ? undefined : findStack(nameOrId, { call })
  if (stack === undefined) throw validationError(message)
  return stack
}

/** Bytes of a template that is given in the request itself. */
const MOST_TEMPLATE_BYTES = 51_200
/** Bytes of a template that is an object of S3. */
const MOST_STORED_BYTES = 1_000_000

/** The text of the template that a request gives or points to. */
export function templateText(
  input: { readonly TemplateBody?: string | undefined; readonly TemplateURL?: string | undefined },
  call: Call,
): string {
  const { TemplateBody: body, TemplateURL: url } = input
  if (body !== undefined && url !== undefined) throw validationError('Either Template URL or Template Body must be specified, not both.')
  if (body !== undefined) {
    if (Buffer.byteLength(body) > MOST_TEMPLATE_BYTES) {
      throw validationError(
        `1 validation error detected: Value '${body.slice(0, 100)}...' at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${MOST_TEMPLATE_BYTES}`,
      )
    }
    return body
  }
  if (url === undefined) throw validationError('Either Template URL or Template Body must be specified.')
  if (s3Place(url) === undefined) throw validationError('TemplateURL must be a supported URL.')
  const found = templateAt(url, call)
  if (found === undefined) throw validationError('S3 error: The specified key does not exist.')
  if (Buffer.byteLength(found.text) > MOST_STORED_BYTES)
    throw validationError(`Template may not exceed ${MOST_STORED_BYTES} bytes in size.`)
  return found.text
}

/** The template of a request, read. */
export function templateOf(input: Parameters<typeof templateText>[0], call: Call): Template {
  return asAws(() => readTemplate(templateText(input, call)))
}

/** Runs something that looks at templates; what is wrong with them is answered as AWS does. */
export function asAws<T>(run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw error instanceof TemplateError ? toAwsError(error) : error
  }
}
