import { aws_apigateway as apigateway, type aws_lambda as lambda } from 'aws-cdk-lib'
import { given } from '../given'
import type { IRouteSite, ITarget, TargetBinding } from './target-binding'

/** A function of the app, called by Lambda proxy integration. */
export class FnTarget implements ITarget {
  constructor(private readonly fn: lambda.IFunction) {}

  bind(route: IRouteSite): TargetBinding {
    return bindFunction(route, this.fn)
  }
}

/** The Lambda proxy integration of a route with a function, and the permission for it. */
export function bindFunction(route: IRouteSite, fn: lambda.IFunction): TargetBinding {
  route.functions.allowInvoke(fn)
  return {
    fn,
    integration: new apigateway.AwsIntegration({
      proxy: true,
      service: 'lambda',
      path: `2015-03-31/functions/${fn.functionArn}/invocations`,
      options: given({ timeout: route.timeout }),
    }),
  }
}
