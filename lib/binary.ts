import { Annotations } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { ConfigError } from './config-error'

/** Whether the API takes JSON for bytes, which templates and models cannot read (facts/02, 9). */
export function isJsonBinary(binaryMediaTypes: readonly string[] = []): boolean {
  return binaryMediaTypes.some((type) => ['*/*', 'application/*', 'application/json'].includes(type.trim().toLowerCase()))
}

/** Throws when a body that is JSON is to be looked into, and says what handlers get. */
export function checkJsonRoute(
  scope: Construct,
  { key, verb }: { key: string; verb: string },
  body: object | undefined,
  isFunction: boolean,
): void {
  if (body !== undefined) {
    throw new ConfigError(scope, {
      what: `The body of "${key}" is checked as JSON, and the API takes JSON for bytes`,
      allowed: 'media types of your bytes, such as image/png and application/octet-stream',
      fix: 'name these in "binaryMediaTypes", in place of one that fits JSON too',
    })
  }
  if (!isFunction || !['POST', 'PUT', 'PATCH', 'ANY'].includes(verb)) return
  Annotations.of(scope).addWarningV2(
    'portico:jsonIsBinary',
    `The handler of "${key}" gets JSON in base64, since "binaryMediaTypes" fit it: name the types of your bytes, or read bodies with bodyOf.`,
  )
}
