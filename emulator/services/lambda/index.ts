import type * as sdk from '@aws-sdk/client-lambda'
import { type Operations, operationsIn, type Service } from '../operations'

export { removeUnpackedCode } from './code'
export { useDirectory } from './functions'
export { createInvoke } from './invoke'

/** AWS Lambda: every operation that is served. */
const operations = {
  ...operationsIn(() => require('./account') as typeof import('./account'), ['GetAccountSettings']),
  ...operationsIn(
    () => require('./aliases') as typeof import('./aliases'),
    ['CreateAlias', 'DeleteAlias', 'GetAlias', 'ListAliases', 'UpdateAlias'],
  ),
  ...operationsIn(
    () => require('./capacity-providers') as typeof import('./capacity-providers'),
    [
      'CreateCapacityProvider',
      'DeleteCapacityProvider',
      'GetCapacityProvider',
      'ListCapacityProviders',
      'ListFunctionVersionsByCapacityProvider',
      'UpdateCapacityProvider',
    ],
  ),
  ...operationsIn(
    () => require('./code-signing') as typeof import('./code-signing'),
    [
      'CreateCodeSigningConfig',
      'DeleteCodeSigningConfig',
      'DeleteFunctionCodeSigningConfig',
      'GetCodeSigningConfig',
      'GetFunctionCodeSigningConfig',
      'ListCodeSigningConfigs',
      'ListFunctionsByCodeSigningConfig',
      'PutFunctionCodeSigningConfig',
      'UpdateCodeSigningConfig',
    ],
  ),
  ...operationsIn(
    () => require('./concurrency') as typeof import('./concurrency'),
    ['DeleteFunctionConcurrency', 'GetFunctionConcurrency', 'PutFunctionConcurrency'],
  ),
  ...operationsIn(
    () => require('./durable/callbacks') as typeof import('./durable/callbacks'),
    ['SendDurableExecutionCallbackFailure', 'SendDurableExecutionCallbackHeartbeat', 'SendDurableExecutionCallbackSuccess'],
  ),
  ...operationsIn(
    () => require('./durable/checkpoint') as typeof import('./durable/checkpoint'),
    ['CheckpointDurableExecution', 'GetDurableExecutionState'],
  ),
  ...operationsIn(
    () => require('./durable/describe') as typeof import('./durable/describe'),
    ['GetDurableExecution', 'GetDurableExecutionHistory', 'ListDurableExecutionsByFunction', 'StopDurableExecution'],
  ),
  ...operationsIn(
    () => require('./event-invoke') as typeof import('./event-invoke'),
    [
      'DeleteFunctionEventInvokeConfig',
      'GetFunctionEventInvokeConfig',
      'ListFunctionEventInvokeConfigs',
      'PutFunctionEventInvokeConfig',
      'UpdateFunctionEventInvokeConfig',
    ],
  ),
  ...operationsIn(
    () => require('./event-sources') as typeof import('./event-sources'),
    [
      'CreateEventSourceMapping',
      'DeleteEventSourceMapping',
      'GetEventSourceMapping',
      'ListEventSourceMappings',
      'UpdateEventSourceMapping',
    ],
  ),
  ...operationsIn(
    () => require('./function-scaling') as typeof import('./function-scaling'),
    ['GetFunctionScalingConfig', 'PutFunctionScalingConfig'],
  ),
  ...operationsIn(
    () => require('./functions') as typeof import('./functions'),
    [
      'CreateFunction',
      'DeleteFunction',
      'GetFunction',
      'GetFunctionConfiguration',
      'ListFunctions',
      'UpdateFunctionCode',
      'UpdateFunctionConfiguration',
    ],
  ),
  ...operationsIn(() => require('./invoke') as typeof import('./invoke'), ['Invoke', 'InvokeAsync']),
  ...operationsIn(() => require('./invoke-stream') as typeof import('./invoke-stream'), ['InvokeWithResponseStream']),
  ...operationsIn(
    () => require('./layer-permissions') as typeof import('./layer-permissions'),
    ['AddLayerVersionPermission', 'GetLayerVersionPolicy', 'RemoveLayerVersionPermission'],
  ),
  ...operationsIn(
    () => require('./layers') as typeof import('./layers'),
    ['DeleteLayerVersion', 'GetLayerVersion', 'GetLayerVersionByArn', 'ListLayerVersions', 'ListLayers', 'PublishLayerVersion'],
  ),
  ...operationsIn(() => require('./permissions') as typeof import('./permissions'), ['AddPermission', 'GetPolicy', 'RemovePermission']),
  ...operationsIn(
    () => require('./provisioned-concurrency') as typeof import('./provisioned-concurrency'),
    [
      'DeleteProvisionedConcurrencyConfig',
      'GetProvisionedConcurrencyConfig',
      'ListProvisionedConcurrencyConfigs',
      'PutProvisionedConcurrencyConfig',
    ],
  ),
  ...operationsIn(
    () => require('./resource-policies') as typeof import('./resource-policies'),
    ['DeleteResourcePolicy', 'GetResourcePolicy', 'PutResourcePolicy'],
  ),
  ...operationsIn(
    () => require('./runtime-settings') as typeof import('./runtime-settings'),
    ['GetFunctionRecursionConfig', 'GetRuntimeManagementConfig', 'PutFunctionRecursionConfig', 'PutRuntimeManagementConfig'],
  ),
  ...operationsIn(() => require('./tags') as typeof import('./tags'), ['ListTags', 'TagResource', 'UntagResource']),
  ...operationsIn(
    () => require('./urls') as typeof import('./urls'),
    ['CreateFunctionUrlConfig', 'DeleteFunctionUrlConfig', 'GetFunctionUrlConfig', 'ListFunctionUrlConfigs', 'UpdateFunctionUrlConfig'],
  ),
  ...operationsIn(() => require('./versions') as typeof import('./versions'), ['ListVersionsByFunction', 'PublishVersion']),
}

export const lambda = { name: 'lambda', operations } satisfies Service<Partial<Operations<typeof sdk>>>
