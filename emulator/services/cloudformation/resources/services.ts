import { once } from '../../../base/once'
import { type Bound, bind, type Call } from '../../operations'

/** The services that resources are made of. Each is loaded when a resource first needs it. */
const OPERATIONS = {
  apigateway: () => (require('../../apigateway') as typeof import('../../apigateway')).apigateway.operations,
  apigatewayv2: () => (require('../../apigatewayv2') as typeof import('../../apigatewayv2')).apigatewayv2.operations,
  cloudwatch: () => (require('../../cloudwatch') as typeof import('../../cloudwatch')).cloudwatch.operations,
  cognitoIdp: () => (require('../../cognito-idp') as typeof import('../../cognito-idp')).cognitoIdp.operations,
  iam: () => (require('../../iam') as typeof import('../../iam')).iam.operations,
  lambda: () => (require('../../lambda') as typeof import('../../lambda')).lambda.operations,
  logs: () => (require('../../logs') as typeof import('../../logs')).logs.operations,
  ssm: () => (require('../../ssm') as typeof import('../../ssm')).ssm.operations,
  wafv2: () => (require('../../wafv2') as typeof import('../../wafv2')).wafv2.operations,
  xray: () => (require('../../xray') as typeof import('../../xray')).xray.operations,
}

/** The operations that resources are made of, called in the name of whoever deploys the stack. */
export type AwsServices = { readonly [Name in keyof typeof OPERATIONS]: Bound<ReturnType<(typeof OPERATIONS)[Name]>> }

/** Binds the services to a call. */
export function awsServices(call: Call): AwsServices {
  const services = {}
  for (const [name, load] of Object.entries(OPERATIONS))
    Object.defineProperty(services, name, { enumerable: true, get: once(() => bind<Readonly<Record<string, unknown>>>(load(), call)) })
  return services as AwsServices
}
