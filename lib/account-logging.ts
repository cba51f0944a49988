import { aws_apigateway as apigateway, aws_iam as iam, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { Construct } from 'constructs'

const ID = 'PorticoApiGatewayLogging'

/**
 * The account's permission for API Gateway to write logs, without which no stage with an access log can be made. It is one setting of the
 * account and region, not of an API: made once in a stack, and kept when the stack goes, since other APIs may write logs by it.
 */
export class AccountLogging extends Construct {
  readonly account: apigateway.CfnAccount

  /** The one of the stack. */
  static of(scope: Construct): AccountLogging {
    const stack = Stack.of(scope)
    return (stack.node.tryFindChild(ID) as AccountLogging | undefined) ?? new AccountLogging(stack, ID)
  }

  private constructor(scope: Construct, id: string) {
    super(scope, id)
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
    })
    role.applyRemovalPolicy(RemovalPolicy.RETAIN)
    this.account = new apigateway.CfnAccount(this, 'Account', { cloudWatchRoleArn: role.roleArn })
    this.account.applyRemovalPolicy(RemovalPolicy.RETAIN)
  }
}
