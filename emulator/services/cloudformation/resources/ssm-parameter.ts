import type { ParameterTier, ParameterType } from '@aws-sdk/client-ssm'
import type { Properties } from './properties'
import { json, reported, required, string } from './property-table'
import type { Made, ResourceContext, ResourceType } from './resource-type'
import { retag, tagList } from './tags'

export const ssmParameter: ResourceType = {
  type: 'AWS::SSM::Parameter',
  properties: {
    AllowedPattern: string,
    DataType: string,
    Description: string,
    Name: string,
    Policies: reported(string, 'policies of parameters are not carried out'),
    Tags: json,
    Tier: string,
    Type: required(string),
    Value: required(string),
  },
  attributes: ['Arn', 'Type', 'Value'],
  replaceOn: ['Name'],
  create: (properties, context) => put(properties.text('Name') ?? `CFN-${context.physicalName(200)}`, properties, false, context),
  update: async (properties, existing, context) => {
    const { ssm } = context.services
    const parameter = { ResourceType: 'Parameter', ResourceId: existing.physicalId } as const
    const made = await put(existing.physicalId, properties, true, context)
    await retag(existing, properties.raw['Tags'], context, {
      set: (tags) => ssm.AddTagsToResource({ ...parameter, Tags: tagList(tags) }),
      unset: (TagKeys) => ssm.RemoveTagsFromResource({ ...parameter, TagKeys }),
    })
    return made
  },
  delete: async (existing, { services }) => {
    await services.ssm.DeleteParameter({ Name: existing.physicalId })
  },
}

async function put(Name: string, properties: Properties, Overwrite: boolean, context: ResourceContext): Promise<Made> {
  const [Type, Value] = [properties.needed('Type'), properties.needed('Value')]
  await context.services.ssm.PutParameter({
    Name,
    Overwrite,
    Type: Type as ParameterType,
    Value,
    AllowedPattern: properties.text('AllowedPattern'),
    DataType: properties.text('DataType'),
    Description: properties.text('Description'),
    Tier: properties.text('Tier') as ParameterTier | undefined,
    ...(Overwrite ? {} : { Tags: tagList(context.tags(properties.raw['Tags'])) }),
  })
  const Arn = context.call.records.parameters.get(Name)?.ARN ?? ''
  return { physicalId: Name, attributes: { Arn, Type, Value } }
}
