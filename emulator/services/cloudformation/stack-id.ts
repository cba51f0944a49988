import type { Call } from '../operations'

/** The id of a new stack: an ARN with a part that is new each time. */
export function newStackId(call: Call, stackName: string): string {
  const partition = call.region.startsWith('cn-') ? 'aws-cn' : call.region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
  return `arn:${partition}:cloudformation:${call.region}:${call.account}:stack/${stackName}/${call.ids.uuid()}`
}
