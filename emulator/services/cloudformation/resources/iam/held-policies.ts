import type { Awaitable } from '../../../../base/awaitable'
import type { Properties } from '../properties'

/** What holds policies: a role, or a user. */
export interface PolicyHolder {
  readonly attach: (PolicyArn: string) => Awaitable<unknown>
  readonly detach: (PolicyArn: string) => Awaitable<unknown>
  readonly put: (PolicyName: string, PolicyDocument: string | undefined) => Awaitable<unknown>
  readonly drop: (PolicyName: string) => Awaitable<unknown>
}

/** Takes `ManagedPolicyArns` and `Policies` of a holder from what one set of properties says to what another says. */
export async function changePolicies(
  { attach, detach, put, drop }: PolicyHolder,
  before: Properties | undefined,
  after: Properties | undefined,
): Promise<void> {
  const [oldArns, arns] = [before?.texts('ManagedPolicyArns') ?? [], after?.texts('ManagedPolicyArns') ?? []]
  for (const arn of oldArns) if (!arns.includes(arn)) await detach(arn)
  for (const arn of arns) if (!oldArns.includes(arn)) await attach(arn)
  const policies = after?.entries('Policies') ?? []
  for (const old of before?.entries('Policies') ?? []) {
    const name = old.needed('PolicyName')
    if (!policies.some((policy) => policy.text('PolicyName') === name)) await drop(name)
  }
  for (const policy of policies) await put(policy.needed('PolicyName'), policy.document('PolicyDocument'))
}
