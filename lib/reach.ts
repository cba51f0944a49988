import { aws_apigateway as apigateway } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { ConfigError } from './config-error'
import { given } from './given'
import { GatewayPolicy } from './resource-policy'
import type { RestGatewayProps } from './rest-gateway-props'

/** From where the gateway may be reached: its endpoint, and the policy that is made for it. */
export function reachOf(
  scope: Construct,
  props: RestGatewayProps,
): { endpoint: apigateway.EndpointConfiguration; policy: GatewayPolicy | undefined } {
  const { policy: own, allowFromIps, privateTo } = props
  const { PRIVATE, REGIONAL } = apigateway.EndpointType
  const { endpointType = privateTo === undefined ? REGIONAL : PRIVATE } = props
  const policy = GatewayPolicy.of(scope, given({ allowFromIps, privateTo }))
  const problem =
    own !== undefined && policy !== undefined
      ? { what: 'The gateway has a policy of its own, and one is to be made besides', fix: 'put all into "policy", or leave it out' }
      : privateTo !== undefined && endpointType !== PRIVATE
        ? { what: 'A gateway that is private to VPC endpoints is not public', got: endpointType, fix: 'leave "endpointType" out' }
        : endpointType === PRIVATE && own === undefined && privateTo === undefined
          ? { what: 'A private API answers nobody without a policy', got: endpointType, fix: 'name your VPC endpoints in "privateTo"' }
          : undefined
  if (problem !== undefined) throw new ConfigError(scope, problem)
  return { endpoint: { types: [endpointType], ...(privateTo === undefined ? {} : { vpcEndpoints: privateTo }) }, policy }
}
