import { aws_apigateway as apigateway } from 'aws-cdk-lib'
import type { AuthBinding, IAuth } from './auth-binding'

/** Requests signed with AWS credentials that a policy allows to invoke the method. */
export class IamAuth implements IAuth {
  bind(): AuthBinding {
    return { authorizationType: apigateway.AuthorizationType.IAM, callerHeaders: [] }
  }
}
