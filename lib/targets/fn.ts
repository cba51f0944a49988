import { ArnFormat, aws_apigateway as apigateway, type aws_lambda as lambda, Stack } from 'aws-cdk-lib'
import { given } from '../given'
import type { IRouteSite, ITarget, TargetBinding } from './target-binding'
import { bindTransform } from './transformed'

/** A function of the app, called by Lambda proxy integration. */
export class FnTarget implements ITarget {
  constructor(private readonly fn: lambda.IFunction) {}

  bind(route: IRouteSite): TargetBinding {
    return bindFunction(route, this.fn)
  }
}

/** The Lambda integration of a route with a function, and the permission for it. */
export function bindFunction(route: IRouteSite, fn: lambda.IFunction): TargetBinding {
  route.functions.allowInvoke(fn, route)
  return { fn, ...bindArn(route, fn.functionArn) }
}

/** The Lambda integration of a route with a function of this account whose name the stage gives. */
export function bindFunctionName(route: IRouteSite, resourceName: string): TargetBinding {
  const arnFormat = ArnFormat.COLON_RESOURCE_NAME
  return bindArn(route, Stack.of(route.scope).formatArn({ service: 'lambda', resource: 'function', resourceName, arnFormat }))
}

function bindArn(route: IRouteSite, functionArn: string): TargetBinding {
  const transform = bindTransform(route)
  const integration = new apigateway.AwsIntegration({
    proxy: transform === undefined,
    service: 'lambda',
    path: `2015-03-31/functions/${functionArn}/invocations`,
    options: { ...given({ timeout: route.timeout }), ...transform?.options },
  })
  return { integration, ...given({ methodResponses: transform?.methodResponses, requestParameters: transform?.requestParameters }) }
}
