import type { QueryLanguage } from '@aws-sdk/client-cloudwatch-logs'
import type { Properties } from '../properties'
import { required, string } from '../property-table'
import type { Made, ResourceContext, ResourceType } from '../resource-type'

export const queryDefinition: ResourceType = {
  type: 'AWS::Logs::QueryDefinition',
  properties: {
    'LogGroupNames[]': string,
    Name: required(string),
    'Parameters[].DefaultValue': string,
    'Parameters[].Description': string,
    'Parameters[].Name': required(string),
    QueryLanguage: string,
    QueryString: required(string),
  },
  attributes: ['QueryDefinitionId'],
  replaceOn: [],
  create: (properties, context) => put(undefined, properties, context),
  update: (properties, existing, context) => put(existing.physicalId, properties, context),
  delete: async (existing, { services }) => {
    await services.logs.DeleteQueryDefinition({ queryDefinitionId: existing.physicalId })
  },
}

async function put(id: string | undefined, properties: Properties, { services }: ResourceContext): Promise<Made> {
  const language = properties.text('QueryLanguage')
  const logGroupNames = properties.texts('LogGroupNames')
  const parameters = properties.entries('Parameters').map((one) => {
    const [defaultValue, description] = [one.text('DefaultValue'), one.text('Description')]
    return {
      name: one.needed('Name'),
      ...(defaultValue === undefined ? {} : { defaultValue }),
      ...(description === undefined ? {} : { description }),
    }
  })
  const { queryDefinitionId = '' } = await services.logs.PutQueryDefinition({
    name: properties.needed('Name'),
    queryString: properties.needed('QueryString'),
    ...(id === undefined ? {} : { queryDefinitionId: id }),
    ...(language === undefined ? {} : { queryLanguage: language as QueryLanguage }),
    ...(logGroupNames === undefined ? {} : { logGroupNames }),
    ...(parameters.length === 0 ? {} : { parameters }),
  })
  return {
    physicalId: queryDefinitionId,
    subject: `/querydefinitions/${queryDefinitionId}`,
    attributes: { QueryDefinitionId: queryDefinitionId },
  }
}
