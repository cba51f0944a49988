import type { AllowedPublishers, CodeSigningPolicies } from '@aws-sdk/client-lambda'
import type { Properties } from '../properties'
import { json, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'
import { retag } from '../tags'

/** Kept; what it means for functions is told with each of them. */
export const codeSigningConfig: ResourceType = {
  type: 'AWS::Lambda::CodeSigningConfig',
  properties: {
    'AllowedPublishers.SigningProfileVersionArns[]': required(string),
    'CodeSigningPolicies.UntrustedArtifactOnDeployment': string,
    Description: string,
    Tags: json,
  },
  attributes: ['CodeSigningConfigArn', 'CodeSigningConfigId'],
  replaceOn: [],
  create: async (properties, context) => {
    const made = await context.services.lambda.CreateCodeSigningConfig({
      ...settings(properties),
      Tags: context.tags(properties.raw['Tags']),
    })
    const { CodeSigningConfigArn = '', CodeSigningConfigId = '' } = made.CodeSigningConfig ?? {}
    return { physicalId: CodeSigningConfigArn, attributes: { CodeSigningConfigArn, CodeSigningConfigId } }
  },
  update: async (properties, existing, context) => {
    const { lambda } = context.services
    await lambda.UpdateCodeSigningConfig({ ...settings(properties), CodeSigningConfigArn: existing.physicalId })
    const Resource = existing.physicalId
    await retag(existing, properties.raw['Tags'], context, {
      set: (Tags) => lambda.TagResource({ Resource, Tags }),
      unset: (TagKeys) => lambda.UntagResource({ Resource, TagKeys }),
    })
    return existing
  },
  delete: async (existing, { services }) => {
    await services.lambda.DeleteCodeSigningConfig({ CodeSigningConfigArn: existing.physicalId })
  },
}

function settings(properties: Properties) {
  return {
    AllowedPublishers: properties.raw['AllowedPublishers'] as AllowedPublishers,
    CodeSigningPolicies: (properties.raw['CodeSigningPolicies'] ?? { UntrustedArtifactOnDeployment: 'Warn' }) as CodeSigningPolicies,
    Description: properties.text('Description') ?? '',
  }
}
