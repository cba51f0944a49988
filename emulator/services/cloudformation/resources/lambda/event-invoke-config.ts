import type { DestinationConfig } from '@aws-sdk/client-lambda'
import type { Properties } from '../properties'
import { number, required, string } from '../property-table'
import type { ResourceContext, ResourceType } from '../resource-type'

export const eventInvokeConfig: ResourceType = {
  type: 'AWS::Lambda::EventInvokeConfig',
  properties: {
    'DestinationConfig.OnFailure.Destination': string,
    'DestinationConfig.OnSuccess.Destination': string,
    FunctionName: required(string),
    MaximumEventAgeInSeconds: number,
    MaximumRetryAttempts: number,
    Qualifier: required(string),
  },
  attributes: [],
  replaceOn: ['FunctionName', 'Qualifier'],
  create: async (properties, context) => {
    await put(properties, context)
    return { physicalId: `${properties.needed('FunctionName')}|${properties.needed('Qualifier')}` }
  },
  update: async (properties, existing, context) => {
    await put(properties, context)
    return existing
  },
  delete: async (existing, { services }) => {
    await services.lambda.DeleteFunctionEventInvokeConfig(target(existing.properties))
  },
}

function target(properties: Properties): { FunctionName: string; Qualifier: string } {
  return { FunctionName: properties.needed('FunctionName'), Qualifier: properties.needed('Qualifier') }
}

async function put(properties: Properties, { services }: ResourceContext): Promise<void> {
  await services.lambda.PutFunctionEventInvokeConfig({
    ...target(properties),
    DestinationConfig: properties.raw['DestinationConfig'] as DestinationConfig | undefined,
    MaximumEventAgeInSeconds: properties.number('MaximumEventAgeInSeconds'),
    MaximumRetryAttempts: properties.number('MaximumRetryAttempts'),
  })
}
