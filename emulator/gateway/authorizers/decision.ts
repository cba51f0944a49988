import { firstHeader } from '../../base/headers'
import { compilePolicy, type Decision, type Policy, type PolicyRequest } from '../../language/policy/policy'
import type { Exchange } from '../exchange'

/** By document: a kept answer of an authorizer is one object, and is compiled once. */
const COMPILED = new WeakMap<object, Policy>()

/** A policy document, compiled once for as long as the object lives. */
export function policyOf(document: object): Policy {
  let policy = COMPILED.get(document)
  if (policy === undefined) {
    policy = compilePolicy(document)
    COMPILED.set(document, policy)
  }
  return policy
}

/** The action that lets a caller renew what a stage's cache keeps (facts/05, section 4). */
export const INVALIDATE_CACHE = 'execute-api:InvalidateCache'

/** What a policy says of invoking a method, or of another action on it. */
export function decide(policy: Policy, exchange: Exchange, resource: string, action?: string): Decision {
  return policy.evaluate(policyRequest(exchange, resource, action))
}

/** What is asked of policies: the action, the method, the caller, and what conditions may look at (facts/04, section 5). */
export function policyRequest(exchange: Exchange, resource: string, action = 'execute-api:Invoke'): PolicyRequest {
  const { request, caller, receivedAt } = exchange
  const arn = caller?.iam?.userArn
  return {
    action,
    resource,
    principals: arn === undefined ? [] : [arn, ...roleOf(arn)],
    context: {
      // Through a VPC endpoint the address is that inside the VPC, under its own key (developer guide, "AWS condition keys"; IAM user guide).
      'aws:sourceip': request.vpceId === undefined ? request.sourceIp : undefined,
      'aws:vpcsourceip': request.vpceId === undefined ? undefined : request.sourceIp,
      'aws:sourcevpc': request.vpcId,
      'aws:sourcevpce': request.vpceId,
      'execute-api:viadomainarn': request.domainArn,
      'aws:currenttime': new Date(receivedAt).toISOString(),
      'aws:epochtime': String(Math.floor(receivedAt / 1000)),
      'aws:securetransport': 'true',
      'aws:referer': firstHeader(request.headers, 'referer'),
      'aws:useragent': firstHeader(request.headers, 'user-agent'),
      'aws:principalarn': arn === undefined ? undefined : (roleOf(arn)[0] ?? arn),
      'aws:principalaccount': caller?.iam?.accountId,
      'aws:principalorgid': caller?.iam?.principalOrgId,
      'aws:principaltype': arn === undefined ? 'Anonymous' : principalType(arn),
      'aws:userid': caller?.iam?.caller,
      'aws:username': arn === undefined ? undefined : /:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1],
    },
  }
}

function principalType(arn: string): string {
  if (arn.endsWith(':root')) return 'Account'
  return arn.includes(':assumed-role/') ? 'AssumedRole' : 'User'
}

/** The role behind a session: `arn:aws:sts::1:assumed-role/name/session` is of `arn:aws:iam::1:role/name`. */
export function roleOf(arn: string): string[] {
  const session = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn)
  return session === null ? [] : [`arn:${session[1]}:iam::${session[2]}:role/${session[3]}`]
}
