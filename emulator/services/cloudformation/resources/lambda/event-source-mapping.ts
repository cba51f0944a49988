import type { CreateEventSourceMappingRequest } from '@aws-sdk/client-lambda'
import type { Properties } from '../properties'
import { boolean, json, number, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'
import { retag } from '../tags'

/** Kept and reported: nothing here polls event sources. */
export const eventSourceMapping: ResourceType = {
  type: 'AWS::Lambda::EventSourceMapping',
  properties: {
    'AmazonManagedKafkaEventSourceConfig.ConsumerGroupId': string,
    'AmazonManagedKafkaEventSourceConfig.SchemaRegistryConfig.AccessConfigs[].Type': string,
    'AmazonManagedKafkaEventSourceConfig.SchemaRegistryConfig.AccessConfigs[].URI': string,
    'AmazonManagedKafkaEventSourceConfig.SchemaRegistryConfig.EventRecordFormat': string,
    'AmazonManagedKafkaEventSourceConfig.SchemaRegistryConfig.SchemaRegistryURI': string,
    'AmazonManagedKafkaEventSourceConfig.SchemaRegistryConfig.SchemaValidationConfigs[].Attribute': string,
    BatchSize: number,
    BisectBatchOnFunctionError: boolean,
    'DestinationConfig.OnFailure.Destination': string,
    'DocumentDBEventSourceConfig.CollectionName': string,
    'DocumentDBEventSourceConfig.DatabaseName': string,
    'DocumentDBEventSourceConfig.FullDocument': string,
    Enabled: boolean,
    EventSourceArn: string,
    'FilterCriteria.Filters[].Pattern': string,
    FunctionName: required(string),
    'FunctionResponseTypes[]': string,
    KmsKeyArn: string,
    'LoggingConfig.SystemLogLevel': string,
    MaximumBatchingWindowInSeconds: number,
    MaximumRecordAgeInSeconds: number,
    MaximumRetryAttempts: number,
    'MetricsConfig.Metrics[]': string,
    ParallelizationFactor: number,
    'ProvisionedPollerConfig.MaximumPollers': number,
    'ProvisionedPollerConfig.MinimumPollers': number,
    'ProvisionedPollerConfig.PollerGroupName': string,
    'Queues[]': string,
    'ScalingConfig.MaximumConcurrency': number,
    'SelfManagedEventSource.Endpoints.KafkaBootstrapServers[]': string,
    'SelfManagedKafkaEventSourceConfig.ConsumerGroupId': string,
    'SelfManagedKafkaEventSourceConfig.ConsumptionMode': string,
    'SelfManagedKafkaEventSourceConfig.SchemaRegistryConfig.AccessConfigs[].Type': string,
    'SelfManagedKafkaEventSourceConfig.SchemaRegistryConfig.AccessConfigs[].URI': string,
    'SelfManagedKafkaEventSourceConfig.SchemaRegistryConfig.EventRecordFormat': string,
    'SelfManagedKafkaEventSourceConfig.SchemaRegistryConfig.SchemaRegistryURI': string,
    'SelfManagedKafkaEventSourceConfig.SchemaRegistryConfig.SchemaValidationConfigs[].Attribute': string,
    'SourceAccessConfigurations[].Type': string,
    'SourceAccessConfigurations[].URI': string,
    StartingPosition: string,
    StartingPositionTimestamp: number,
    Tags: json,
    'Topics[]': string,
    TumblingWindowInSeconds: number,
  },
  attributes: ['EventSourceMappingArn', 'Id'],
  replaceOn: ['EventSourceArn', 'SelfManagedEventSource', 'StartingPosition', 'StartingPositionTimestamp'],
  create: async (properties, context) => {
    const Tags = context.tags(properties.raw['Tags'])
    const { lambda } = context.services
    const { UUID = '', EventSourceMappingArn = '' } = await lambda.CreateEventSourceMapping({ ...request(properties), Tags })
    return { physicalId: UUID, attributes: { Id: UUID, EventSourceMappingArn }, subject: `/eventsourcemappings/${UUID}` }
  },
  update: async (properties, existing, context) => {
    const { lambda } = context.services
    await lambda.UpdateEventSourceMapping({ ...request(properties), UUID: existing.physicalId })
    const Resource = String(existing.attributes['EventSourceMappingArn'])
    await retag(existing, properties.raw['Tags'], context, {
      set: (Tags) => lambda.TagResource({ Resource, Tags }),
      unset: (TagKeys) => lambda.UntagResource({ Resource, TagKeys }),
    })
    return existing
  },
  delete: async (existing, { services }) => {
    await services.lambda.DeleteEventSourceMapping({ UUID: existing.physicalId })
  },
}

/** A template's members are those of the operation, but for two. */
function request(properties: Properties): CreateEventSourceMappingRequest {
  const { KmsKeyArn, Tags: _tags, ...others } = properties.raw
  return {
    ...others,
    FunctionName: properties.needed('FunctionName'),
    ...(KmsKeyArn === undefined ? {} : { KMSKeyArn: String(KmsKeyArn) }),
  }
}
