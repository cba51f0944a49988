import { aws_apigateway as apigateway, Duration, type aws_lambda as lambda, Stack } from 'aws-cdk-lib'
import { ConfigError } from '../config-error'
import { given } from '../given'
import type { IAuthSite } from './auth-binding'

/** How long an authorizer's answer is kept unless said otherwise: as on AWS. */
const USUAL_TTL = Duration.minutes(5)

/** An authorizer of the gateway, as API Gateway has it. */
export interface GatewayAuthorizerProps {
  readonly type: 'TOKEN' | 'REQUEST' | 'COGNITO_USER_POOLS'
  /** `method.request.header.Authorization`; several are separated by commas. */
  readonly identitySource: string
  readonly ttl?: Duration
  readonly fn?: lambda.IFunction
  readonly providerArns?: string[]
  readonly identityValidationExpression?: string
}

/** Makes an authorizer, and lets it invoke its function. */
export function createAuthorizer(site: IAuthSite, props: GatewayAuthorizerProps): apigateway.IAuthorizer {
  const { type, identitySource, ttl = USUAL_TTL, fn, providerArns, identityValidationExpression } = props
  checkTtl(site, ttl)
  if (fn !== undefined) site.functions.allowAuthorize(fn)
  const resource = new apigateway.CfnAuthorizer(site.scope, `Authorizer.${site.name}`, {
    restApiId: site.api.restApiId,
    name: site.name.replace(/[^\w.-]+/g, '-'),
    type,
    identitySource,
    authorizerResultTtlInSeconds: ttl.toSeconds(),
    ...given({ providerArns, identityValidationExpression, authorizerUri: fn === undefined ? undefined : uriOf(site, fn) }),
  })
  const authorizationType = type === 'COGNITO_USER_POOLS' ? apigateway.AuthorizationType.COGNITO : apigateway.AuthorizationType.CUSTOM
  return { authorizerId: resource.ref, authorizationType }
}

function uriOf({ scope }: IAuthSite, { functionArn }: lambda.IFunction): string {
  return Stack.of(scope).formatArn({
    service: 'apigateway',
    account: 'lambda',
    resource: 'path',
    resourceName: `2015-03-31/functions/${functionArn}/invocations`,
  })
}

function checkTtl(site: IAuthSite, ttl: Duration): void {
  const seconds = ttl.toSeconds()
  if (seconds <= 3600) return
  throw new ConfigError(site.scope, {
    what: `Answers of the authorizer "${site.name}" are kept too long`,
    got: `${seconds} s`,
    allowed: 'up to an hour',
    fix: 'give a shorter ttl; Duration.seconds(0) asks at every request',
  })
}
