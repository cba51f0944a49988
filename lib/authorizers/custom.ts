import { aws_apigateway as apigateway } from 'aws-cdk-lib'
import type { AuthBinding, IAuth } from './auth-binding'

/** An authorizer of `aws-apigateway`: Lambda (TOKEN or REQUEST) or Cognito. */
export class CustomAuth implements IAuth {
  constructor(private readonly authorizer: apigateway.IAuthorizer) {}

  bind(): AuthBinding {
    return { authorizationType: this.authorizer.authorizationType ?? apigateway.AuthorizationType.CUSTOM, authorizer: this.authorizer }
  }
}
