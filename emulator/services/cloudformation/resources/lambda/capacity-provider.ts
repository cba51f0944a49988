import type {
  CapacityProviderPermissionsConfig,
  CapacityProviderScalingConfig,
  CapacityProviderTelemetryConfig,
  CapacityProviderVpcConfig,
  InstanceRequirements,
  PropagateTags,
} from '@aws-sdk/client-lambda'
import type { Properties } from '../properties'
import { json, number, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'
import { retag, tagMap } from '../tags'

/** Kept; that it provides nothing is told once, with the provider. */
export const capacityProvider: ResourceType = {
  type: 'AWS::Lambda::CapacityProvider',
  properties: {
    CapacityProviderName: string,
    'CapacityProviderScalingConfig.MaxVCpuCount': number,
    'CapacityProviderScalingConfig.ScalingMode': string,
    'CapacityProviderScalingConfig.ScalingPolicies[].PredefinedMetricType': string,
    'CapacityProviderScalingConfig.ScalingPolicies[].TargetValue': number,
    'InstanceRequirements.AllowedInstanceTypes[]': string,
    'InstanceRequirements.Architectures[]': string,
    'InstanceRequirements.ExcludedInstanceTypes[]': string,
    KmsKeyArn: string,
    'PermissionsConfig.CapacityProviderOperatorRoleArn': required(string),
    'PropagateTags.ExplicitTags[]': json,
    'PropagateTags.Mode': string,
    Tags: json,
    'TelemetryConfig.LoggingConfig.LogGroup': string,
    'TelemetryConfig.LoggingConfig.SystemLogLevel': string,
    'VpcConfig.SecurityGroupIds[]': required(string),
    'VpcConfig.SubnetIds[]': required(string),
  },
  attributes: ['Arn', 'State'],
  replaceOn: ['CapacityProviderName', 'InstanceRequirements', 'KmsKeyArn', 'PermissionsConfig', 'VpcConfig'],
  create: async (properties, context) => {
    const CapacityProviderName = properties.text('CapacityProviderName') ?? context.physicalName(64)
    const { CapacityProvider } = await context.services.lambda.CreateCapacityProvider({
      ...changeable(properties),
      CapacityProviderName,
      InstanceRequirements: properties.raw['InstanceRequirements'] as InstanceRequirements | undefined,
      KmsKeyArn: properties.text('KmsKeyArn'),
      PermissionsConfig: properties.raw['PermissionsConfig'] as CapacityProviderPermissionsConfig,
      Tags: context.tags(properties.raw['Tags']),
      VpcConfig: properties.raw['VpcConfig'] as CapacityProviderVpcConfig,
    })
    return {
      physicalId: CapacityProviderName,
      attributes: { Arn: CapacityProvider?.CapacityProviderArn ?? '', State: 'Active' },
      subject: `/capacity-providers/${CapacityProviderName}`,
    }
  },
  update: async (properties, existing, context) => {
    const { lambda } = context.services
    await lambda.UpdateCapacityProvider({ ...changeable(properties), CapacityProviderName: existing.physicalId })
    const Resource = String(existing.attributes['Arn'])
    await retag(existing, properties.raw['Tags'], context, {
      set: (Tags) => lambda.TagResource({ Resource, Tags }),
      unset: (TagKeys) => lambda.UntagResource({ Resource, TagKeys }),
    })
    return existing
  },
  delete: async (existing, { services }) => {
    await services.lambda.DeleteCapacityProvider({ CapacityProviderName: existing.physicalId })
  },
}

/** What is changed in place, as a template without it has it: tags to propagate are a list in templates. */
function changeable(properties: Properties) {
  const propagate = properties.raw['PropagateTags'] as { Mode?: PropagateTags['Mode']; ExplicitTags?: unknown } | undefined
  const explicit = propagate?.ExplicitTags
  return {
    CapacityProviderScalingConfig: (properties.raw['CapacityProviderScalingConfig'] ?? {}) as CapacityProviderScalingConfig,
    PropagateTags:
      propagate === undefined ? undefined : { Mode: propagate.Mode, ...(explicit === undefined ? {} : { ExplicitTags: tagMap(explicit) }) },
    TelemetryConfig: properties.raw['TelemetryConfig'] as CapacityProviderTelemetryConfig | undefined,
  }
}
