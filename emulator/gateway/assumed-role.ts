import type { Ports, RestRoute } from './phase'

/** Whether a role lets API Gateway do something: `untrusted` when API Gateway may not assume it. */
export type RoleVerdict = 'allow' | 'deny' | 'untrusted'

/**
 * Plans what a role permits that API Gateway assumes, for an integration or an authorizer: its trust policy has to name API Gateway, its
 * policies the action. A role that is not in this emulator is trusted, and reported; so is one of another account, which AWS refuses.
 */
export function planAssumedRole(
  { account, report }: Pick<RestRoute, 'account' | 'report'>,
  arn: string,
  { principals }: Pick<Ports, 'principals'>,
): (action: string, resource: string) => RoleVerdict {
  if (arn.split(':')[4] !== account)
    report(
      'cross-account-role',
      `The role ${arn} is of another account: AWS refuses it (Cross-account pass role is not allowed).`,
      'Use a role of the API’s account.',
    )
  else if (principals.role(arn) === undefined)
    report(
      'unknown-role',
      `The role ${arn} is not in this emulator: it is taken to permit the call.`,
      'Declare the role in the stack, so that its policies are checked.',
    )
  return (action, resource) => {
    const role = principals.role(arn)
    if (role === undefined) return 'allow'
    if (!role.trusts('apigateway.amazonaws.com')) return 'untrusted'
    return role.evaluate({ action, resource, context: {} }) === 'allow' ? 'allow' : 'deny'
  }
}

/** What the execution log says of a role that API Gateway may not assume (facts/04, section 1). */
export function cannotAssume(arn: string): string {
  return `Execution failed due to configuration error: API Gateway does not have permission to assume the provided role ${arn}`
}
