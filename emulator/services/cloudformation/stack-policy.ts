import type { StackRecord } from '../../model/account-services'
import type { Call } from '../operations'
import { templateAt } from './nested'
import { type CloudFormation, stackOf, validationError } from './operations'

/** The policy is kept: updates are not held to it, and a diagnostic says so. */
export const SetStackPolicy: CloudFormation['SetStackPolicy'] = (input, call) => {
  const record = stackOf(call, input.StackName, `Stack [${input.StackName}] does not exist`)
  const policy = policyText(input.StackPolicyBody, input.StackPolicyURL, call)
  if (policy === undefined) throw validationError('Either StackPolicyURL or StackPolicyBody must be specified.')
  tellPolicy(call, call.records.stacks.put({ ...record, policy }, record.StackId))
  return {}
}

export const GetStackPolicy: CloudFormation['GetStackPolicy'] = (input, call) => {
  const { policy } = stackOf(call, input.StackName, `Stack [${input.StackName}] does not exist`)
  return policy === undefined ? {} : { StackPolicyBody: policy }
}

/** The policy that a request gives or points to. */
export function policyText(body: string | undefined, url: string | undefined, call: Call): string | undefined {
  if (body !== undefined && url !== undefined) throw validationError('You cannot specify both StackPolicyURL and StackPolicyBody.')
  const text = url === undefined ? body : templateAt(url, call)?.text
  if (url !== undefined && text === undefined) throw validationError('S3 error: The specified key does not exist.')
  if (text === undefined) return undefined
  try {
    JSON.parse(text)
  } catch {
    throw validationError('Error validating stack policy: Malformed input-Unexpected character')
  }
  return text
}

/** What a stack's policy does not do here, in place of what was told of it before. */
export function tellPolicy(call: Call, { StackId, StackName, StackStatus, policy }: StackRecord): void {
  const message = `The stack policy of ${StackName} is kept: updates are not held to it.`
  const told = policy !== undefined && StackStatus !== 'DELETE_COMPLETE'
  call.diagnostics.replace(`${StackId} policy`, told ? [{ code: 'stack-policy-not-enforced', severity: 'warning', message }] : [])
}
