import type { Cors, FunctionUrlAuthType, InvokeMode } from '@aws-sdk/client-lambda'
import type { Properties } from '../properties'
import { boolean, number, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

export const url: ResourceType = {
  type: 'AWS::Lambda::Url',
  properties: {
    AuthType: required(string),
    'Cors.AllowCredentials': boolean,
    'Cors.AllowHeaders[]': string,
    'Cors.AllowMethods[]': string,
    'Cors.AllowOrigins[]': string,
    'Cors.ExposeHeaders[]': string,
    'Cors.MaxAge': number,
    InvokeMode: string,
    Qualifier: string,
    TargetFunctionArn: required(string),
  },
  attributes: ['FunctionArn', 'FunctionUrl'],
  replaceOn: ['Qualifier', 'TargetFunctionArn'],
  create: async (properties, { services }) => {
    const made = await services.lambda.CreateFunctionUrlConfig({ ...target(properties), ...settings(properties) })
    const FunctionArn = made.FunctionArn ?? ''
    return { physicalId: FunctionArn, attributes: { FunctionArn, FunctionUrl: made.FunctionUrl ?? '' } }
  },
  update: async (properties, existing, { services }) => {
    await services.lambda.UpdateFunctionUrlConfig({ ...target(properties), ...settings(properties) })
    return existing
  },
  delete: async (existing, { services }) => {
    await services.lambda.DeleteFunctionUrlConfig(target(existing.properties))
  },
}

function target(properties: Properties): { FunctionName: string; Qualifier?: string } {
  const qualifier = properties.text('Qualifier')
  return { FunctionName: properties.needed('TargetFunctionArn'), ...(qualifier === undefined ? {} : { Qualifier: qualifier }) }
}

function settings(properties: Properties) {
  return {
    AuthType: properties.needed('AuthType') as FunctionUrlAuthType,
    Cors: (properties.raw['Cors'] ?? {}) as Cors,
    InvokeMode: (properties.text('InvokeMode') ?? 'BUFFERED') as InvokeMode,
  }
}
