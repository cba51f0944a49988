import { number, reported, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'
import { provision } from './provisioned'
import { scale } from './scaling'

const SCALING = 'functions run on this machine, in as many environments as are needed'

export const version: ResourceType = {
  type: 'AWS::Lambda::Version',
  properties: {
    CodeSha256: string,
    Description: string,
    FunctionName: required(string),
    'FunctionScalingConfig.MaxExecutionEnvironments': reported(number, SCALING),
    'FunctionScalingConfig.MinExecutionEnvironments': reported(number, SCALING),
    'ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions': number,
    'RuntimePolicy.RuntimeVersionArn': reported(string, 'functions run on the runtime of this machine'),
    'RuntimePolicy.UpdateRuntimeOn': reported(string, 'functions run on the runtime of this machine', 'Auto'),
  },
  attributes: ['FunctionArn', 'Version'],
  replaceOn: ['CodeSha256', 'Description', 'FunctionName', 'ProvisionedConcurrencyConfig', 'RuntimePolicy'],
  create: async (properties, { services }) => {
    const made = await services.lambda.PublishVersion({
      FunctionName: properties.needed('FunctionName'),
      CodeSha256: properties.text('CodeSha256'),
      Description: properties.text('Description'),
    })
    const [FunctionArn, Version] = [made.FunctionArn ?? '', made.Version ?? '']
    const FunctionName = properties.needed('FunctionName')
    await provision({ FunctionName, Name: Version }, properties, services)
    await scale({ FunctionName, Qualifier: Version }, properties, services)
    return { physicalId: FunctionArn, attributes: { FunctionArn, Version }, subject: `/functions/${made.FunctionName}/versions/${Version}` }
  },
  update: async (properties, existing, { services }) => {
    const version = { FunctionName: properties.needed('FunctionName'), Qualifier: String(existing.attributes['Version']) }
    await scale(version, properties, services, existing.properties)
    return existing
  },
  // Publishing code that has not changed answers the version that is there, so two resources may share one.
  delete: async (existing, { call, services, stackId, logicalId }) => {
    const shared = call.records.stacks
      .list()
      .some(({ StackId, resources }) =>
        Object.values(resources).some(
          (other) =>
            other.physicalId === existing.physicalId &&
            other.type === 'AWS::Lambda::Version' &&
            !(StackId === stackId && other.logicalId === logicalId),
        ),
      )
    const aliased = call.records.aliases
      .list(String(existing.properties.text('FunctionName')))
      .some((alias) => alias.FunctionVersion === existing.attributes['Version'])
    if (shared || aliased) return
    await services.lambda.DeleteFunction({
      FunctionName: existing.properties.needed('FunctionName'),
      Qualifier: String(existing.attributes['Version']),
    })
  },
}
