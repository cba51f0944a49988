import { firstHeader, type HeaderFields } from '../base/headers'
import { compilePolicy } from '../language/policy/policy'

/** Who comes to a private domain name. */
export interface Visit {
  readonly sourceIp: string
  readonly headers: HeaderFields
  readonly vpceId: string | undefined
  readonly vpcId: string | undefined
  /** Epoch milliseconds. */
  readonly now: number
}

/**
 * Compiles the policy of a private domain name, which says who may invoke it, whatever the policies of the APIs behind it say. Without one
 * nobody may: API Gateway makes such a domain name with a policy that denies everything (developer guide,
 * apigateway-private-custom-domains-tutorial).
 * @param text JSON
 * @param arn `arn:aws:execute-api:{region}:{account}:/domainnames/{name}+{id}`
 */
export function compileDomainPolicy(text: string | undefined, arn: string): (visit: Visit) => boolean {
  if (text === undefined) return () => false
  const policy = compilePolicy(JSON.parse(text))
  return ({ sourceIp, headers, vpceId, vpcId, now }) =>
    policy.evaluate({
      action: 'execute-api:Invoke',
      resource: arn,
      context: {
        // Absent where the request came through a VPC endpoint (IAM user guide, "AWS global condition context keys").
        'aws:sourceip': vpceId === undefined ? sourceIp : undefined,
        'aws:vpcsourceip': vpceId === undefined ? undefined : sourceIp,
        'aws:sourcevpc': vpcId,
        'aws:sourcevpce': vpceId,
        'aws:currenttime': new Date(now).toISOString(),
        'aws:epochtime': String(Math.floor(now / 1000)),
        'aws:securetransport': 'true',
        'aws:referer': firstHeader(headers, 'referer'),
        'aws:useragent': firstHeader(headers, 'user-agent'),
        'aws:principaltype': 'Anonymous',
      },
    }) === 'allow'
}
