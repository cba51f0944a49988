import { aws_apigateway as apigateway, type aws_ec2 as ec2, aws_iam as iam, Token } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'
import { ConfigError } from './config-error'

/** Who may reach a gateway at all. */
export interface ReachProps {
  readonly allowFromIps?: string[]
  readonly privateTo?: ec2.IInterfaceVpcEndpoint[]
}

/** A method that the policy has to speak of. */
export interface PolicyMethod {
  readonly verb: string
  readonly path: string
  readonly authorizationType: apigateway.AuthorizationType
}

/** Those that API Gateway lets in by the policy alone; of the others the signature or the authorizer has to permit (facts/04, section 5). */
const BY_POLICY_ALONE = new Set<apigateway.AuthorizationType>([apigateway.AuthorizationType.NONE, apigateway.AuthorizationType.COGNITO])

/**
 * The resource policy that says from where a gateway may be reached: it denies everybody else, whatever identity or authorizer permits. It
 * permits only methods that would be closed otherwise, since a permission here would stand in for one that IAM or an authorizer did not give.
 */
export class GatewayPolicy {
  readonly document: iam.PolicyDocument
  private readonly permitted = new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['execute-api:Invoke'] })

  /** The policy of a gateway; undefined where it may be reached from everywhere. */
  static of(scope: IConstruct, props: ReachProps): GatewayPolicy | undefined {
    const { allowFromIps, privateTo } = props
    if (allowFromIps === undefined && privateTo === undefined) return undefined
    return new GatewayPolicy(scope, allowFromIps, privateTo)
  }

  private constructor(scope: IConstruct, ips: string[] | undefined, endpoints: ec2.IInterfaceVpcEndpoint[] | undefined) {
    checkReach(scope, ips, endpoints)
    const denied = (conditions: Record<string, Record<string, unknown>>) =>
      new iam.PolicyStatement({
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['execute-api:Invoke'],
        resources: ['execute-api:/*'],
        conditions,
      })
    const addressKey = endpoints === undefined ? 'aws:SourceIp' : 'aws:VpcSourceIp'
    this.document = new iam.PolicyDocument({
      statements: [
        ...(endpoints === undefined
          ? []
          : [denied({ StringNotEquals: { 'aws:SourceVpce': endpoints.map(({ vpcEndpointId }) => vpcEndpointId) } })]),
        ...(ips === undefined ? [] : [denied({ NotIpAddress: { [addressKey]: ips } })]),
      ],
    })
  }

  /** A method of the gateway. */
  add({ verb, path, authorizationType }: PolicyMethod): void {
    if (!BY_POLICY_ALONE.has(authorizationType)) return
    if (this.permitted.resources.length === 0) this.document.addStatements(this.permitted)
    this.permitted.addResources(`execute-api:/*/${verb === 'ANY' ? '*' : verb}${path.replace(/\{[^}]+\}/g, '*')}`)
  }
}

function checkReach(scope: IConstruct, ips: readonly string[] | undefined, endpoints: readonly unknown[] | undefined): void {
  const odd = Token.isUnresolved(ips) ? undefined : ips?.find((ip) => !Token.isUnresolved(ip) && !/^[0-9a-f.:]+(?:\/\d{1,3})?$/i.test(ip))
  const problem =
    ips?.length === 0 || endpoints?.length === 0
      ? { what: 'The gateway may be reached from nowhere', fix: 'name at least one, or leave the list out' }
      : odd !== undefined
        ? { what: 'The gateway is to be reached from what is no address', got: odd, allowed: '203.0.113.7, 10.0.0.0/8', fix: 'correct it' }
        : undefined
  if (problem !== undefined) throw new ConfigError(scope, problem)
}
