import { aws_apigateway as apigateway } from 'aws-cdk-lib'
import { ConfigError } from '../config-error'
import type { AuthBinding, IAuth, IAuthSite } from './auth-binding'

/** Nobody has to say who he is, for a reason that is written down. */
export class OpenAuth implements IAuth {
  constructor(
    private readonly reason: string,
    private readonly apiKeyRequired: boolean,
  ) {}

  bind(gateway: IAuthSite): AuthBinding {
    if (typeof this.reason !== 'string' || this.reason.trim() === '') {
      throw new ConfigError(gateway.scope, {
        what: `"${gateway.name}" is open to everybody without a reason`,
        got: this.reason,
        fix: 'say why, for example "load balancer probe"',
      })
    }
    return {
      authorizationType: apigateway.AuthorizationType.NONE,
      openReason: this.reason,
      ...(this.apiKeyRequired && { apiKeyRequired: true }),
    }
  }
}
