import type { Properties } from '../properties'
import { number, reported, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

const WEIGHTS = 'all invocations of an alias go to its version: traffic is not split'

export const alias: ResourceType = {
  type: 'AWS::Lambda::Alias',
  properties: {
    Description: string,
    FunctionName: required(string),
    FunctionVersion: required(string),
    Name: required(string),
    'ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions': reported(
      number,
      'environments are started when they are needed, and kept',
    ),
    'RoutingConfig.AdditionalVersionWeights[].FunctionVersion': reported(string, WEIGHTS),
    'RoutingConfig.AdditionalVersionWeights[].FunctionWeight': reported(number, WEIGHTS),
  },
  attributes: ['AliasArn'],
  replaceOn: ['FunctionName', 'Name'],
  create: async (properties, { services }) => {
    const made = await services.lambda.CreateAlias({ ...identity(properties), ...settings(properties) })
    const arn = made.AliasArn ?? ''
    return {
      physicalId: arn,
      attributes: { AliasArn: arn },
      subject: `/functions/${properties.needed('FunctionName')}/aliases/${properties.needed('Name')}`,
    }
  },
  update: async (properties, existing, { services }) => {
    await services.lambda.UpdateAlias({ ...identity(properties), ...settings(properties) })
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
