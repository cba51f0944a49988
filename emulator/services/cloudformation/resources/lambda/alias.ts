import type { Properties } from '../properties'
import { number, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'
import { provision } from './provisioned'

export const alias: ResourceType = {
  type: 'AWS::Lambda::Alias',
  properties: {
    Description: string,
    FunctionName: required(string),
    FunctionVersion: required(string),
    Name: required(string),
    'ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions': number,
    'RoutingConfig.AdditionalVersionWeights[].FunctionVersion': string,
    'RoutingConfig.AdditionalVersionWeights[].FunctionWeight': number,
  },
  attributes: ['AliasArn'],
  replaceOn: ['FunctionName', 'Name'],
  create: async (properties, { services }) => {
    const made = await services.lambda.CreateAlias({ ...identity(properties), ...settings(properties) })
    await provision(identity(properties), properties, services)
    const arn = made.AliasArn ?? ''
    return {
      physicalId: arn,
      attributes: { AliasArn: arn },
      subject: `/functions/${properties.needed('FunctionName')}/aliases/${properties.needed('Name')}`,
    }
  },
  update: async (properties, existing, { services }) => {
    await services.lambda.UpdateAlias({ ...identity(properties), ...settings(properties) })
    await provision(identity(properties), properties, services, existing.properties)
    return existing
  },
  delete: async (existing, { services }) => {
    await services.lambda.DeleteAlias(identity(existing.properties))
  },
}

function identity(properties: Properties): { FunctionName: string; Name: string } {
  return { FunctionName: properties.needed('FunctionName'), Name: properties.needed('Name') }
}

function settings(properties: Properties) {
  const weights = properties.entry('RoutingConfig')?.entries('AdditionalVersionWeights') ?? []
  return {
    Description: properties.text('Description') ?? '',
    FunctionVersion: properties.needed('FunctionVersion'),
    RoutingConfig: {
      AdditionalVersionWeights: Object.fromEntries(
        weights.map((weight) => [weight.needed('FunctionVersion'), weight.number('FunctionWeight') ?? 0]),
      ),
    },
  }
}
