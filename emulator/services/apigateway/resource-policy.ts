import type { Call } from '../operations'
import { badRequest } from './errors'
import { partitionOf } from './service'

/**
 * A resource policy as it is kept: JSON text, the short resource form `execute-api:/stage/...` expanded to the ARN of this API
 * (facts/04, 5). Throws AWS's error when it is no JSON object.
 */
export function normalisePolicy(call: Call, restApiId: string, policy: string): string {
  return expandPolicy(policy, `arn:${partitionOf(call.region)}:execute-api:${call.region}:${call.account}:${restApiId}/`)
}

/** A policy as JSON text, `execute-api:/` in front of its resources replaced by a prefix. */
export function expandPolicy(policy: string, prefix: string): string {
  let document: unknown
  try {
    document = JSON.parse(policy)
  } catch {
    document = undefined
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw badRequest('Invalid policy document. Please check the policy syntax and ensure that Principals are valid.')
  }
  return JSON.stringify(document, (key, value) => {
    if (typeof value !== 'string') return value
    return key === 'Resource' || /^\d+$/.test(key) ? value.replace(/^execute-api:\//, prefix) : value
  })
}

/** The policy as AWS answers it: JSON text escaped once more, slashes too, as clients expect to unescape it. */
export function escapePolicy(policy: string): string {
  return JSON.stringify(policy).slice(1, -1).replaceAll('/', '\\/')
}
