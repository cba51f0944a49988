import { apigateway } from '../../apigateway'
import { apigatewayv2 } from '../../apigatewayv2'
import { cloudwatch } from '../../cloudwatch'
import { cognitoIdp } from '../../cognito-idp'
import { iam } from '../../iam'
import { lambda } from '../../lambda'
import { logs } from '../../logs'
import { type Bound, bind, type Call } from '../../operations'
import { ssm } from '../../ssm'
import { wafv2 } from '../../wafv2'
import { xray } from '../../xray'

/** The operations that resources are made of, called in the name of whoever deploys the stack. */
export interface AwsServices {
  readonly apigateway: Bound<typeof apigateway.operations>
  readonly apigatewayv2: Bound<typeof apigatewayv2.operations>
  readonly cloudwatch: Bound<typeof cloudwatch.operations>
  readonly cognitoIdp: Bound<typeof cognitoIdp.operations>
  readonly iam: Bound<typeof iam.operations>
  readonly lambda: Bound<typeof lambda.operations>
  readonly logs: Bound<typeof logs.operations>
  readonly ssm: Bound<typeof ssm.operations>
  readonly wafv2: Bound<typeof wafv2.operations>
  readonly xray: Bound<typeof xray.operations>
}

/** Binds the services to a call. */
export function awsServices(call: Call): AwsServices {
  return {
    apigateway: bind(apigateway.operations, call),
    apigatewayv2: bind(apigatewayv2.operations, call),
    cloudwatch: bind(cloudwatch.operations, call),
    cognitoIdp: bind(cognitoIdp.operations, call),
    iam: bind(iam.operations, call),
    lambda: bind(lambda.operations, call),
    logs: bind(logs.operations, call),
    ssm: bind(ssm.operations, call),
    wafv2: bind(wafv2.operations, call),
    xray: bind(xray.operations, call),
  }
}
