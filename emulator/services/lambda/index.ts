import type * as sdk from '@aws-sdk/client-lambda'
import type { Operations, Service } from '../operations'
import * as account from './account'
import * as aliases from './aliases'
import * as capacityProviders from './capacity-providers'
import * as codeSigning from './code-signing'
import * as concurrency from './concurrency'
import * as callbacks from './durable/callbacks'
import * as checkpoint from './durable/checkpoint'
import * as durable from './durable/describe'
import * as eventInvoke from './event-invoke'
import * as eventSources from './event-sources'
import * as functionScaling from './function-scaling'
import * as functions from './functions'
import * as invoke from './invoke'
import * as invokeStream from './invoke-stream'
import * as layerPermissions from './layer-permissions'
import * as layers from './layers'
import * as permissions from './permissions'
import * as provisionedConcurrency from './provisioned-concurrency'
import * as resourcePolicies from './resource-policies'
import * as runtimeSettings from './runtime-settings'
import * as tags from './tags'
import * as urls from './urls'
import * as versions from './versions'

export { keepUnpackedCode, removeUnpackedCode } from './code'
export { endExecutions } from './durable/ledger'
export { useDirectory } from './functions'
export { createInvoke } from './invoke'

/** AWS Lambda: every operation that is served. */
const operations = {
  AddLayerVersionPermission: layerPermissions.AddLayerVersionPermission,
  AddPermission: permissions.AddPermission,
  CheckpointDurableExecution: checkpoint.CheckpointDurableExecution,
  CreateAlias: aliases.CreateAlias,
  CreateCapacityProvider: capacityProviders.CreateCapacityProvider,
  CreateCodeSigningConfig: codeSigning.CreateCodeSigningConfig,
  CreateEventSourceMapping: eventSources.CreateEventSourceMapping,
  CreateFunction: functions.CreateFunction,
  CreateFunctionUrlConfig: urls.CreateFunctionUrlConfig,
  DeleteAlias: aliases.DeleteAlias,
  DeleteCapacityProvider: capacityProviders.DeleteCapacityProvider,
  DeleteCodeSigningConfig: codeSigning.DeleteCodeSigningConfig,
  DeleteEventSourceMapping: eventSources.DeleteEventSourceMapping,
  DeleteFunction: functions.DeleteFunction,
  DeleteFunctionCodeSigningConfig: codeSigning.DeleteFunctionCodeSigningConfig,
  DeleteFunctionConcurrency: concurrency.DeleteFunctionConcurrency,
  DeleteFunctionEventInvokeConfig: eventInvoke.DeleteFunctionEventInvokeConfig,
  DeleteFunctionUrlConfig: urls.DeleteFunctionUrlConfig,
  DeleteLayerVersion: layers.DeleteLayerVersion,
  DeleteProvisionedConcurrencyConfig: provisionedConcurrency.DeleteProvisionedConcurrencyConfig,
  DeleteResourcePolicy: resourcePolicies.DeleteResourcePolicy,
  GetAccountSettings: account.GetAccountSettings,
  GetAlias: aliases.GetAlias,
  GetCapacityProvider: capacityProviders.GetCapacityProvider,
  GetCodeSigningConfig: codeSigning.GetCodeSigningConfig,
  GetDurableExecution: durable.GetDurableExecution,
  GetDurableExecutionHistory: durable.GetDurableExecutionHistory,
  GetDurableExecutionState: checkpoint.GetDurableExecutionState,
  GetEventSourceMapping: eventSources.GetEventSourceMapping,
  GetFunction: functions.GetFunction,
  GetFunctionCodeSigningConfig: codeSigning.GetFunctionCodeSigningConfig,
  GetFunctionConcurrency: concurrency.GetFunctionConcurrency,
  GetFunctionConfiguration: functions.GetFunctionConfiguration,
  GetFunctionEventInvokeConfig: eventInvoke.GetFunctionEventInvokeConfig,
  GetFunctionRecursionConfig: runtimeSettings.GetFunctionRecursionConfig,
  GetFunctionScalingConfig: functionScaling.GetFunctionScalingConfig,
  GetFunctionUrlConfig: urls.GetFunctionUrlConfig,
  GetLayerVersion: layers.GetLayerVersion,
  GetLayerVersionByArn: layers.GetLayerVersionByArn,
  GetLayerVersionPolicy: layerPermissions.GetLayerVersionPolicy,
  GetPolicy: permissions.GetPolicy,
  GetProvisionedConcurrencyConfig: provisionedConcurrency.GetProvisionedConcurrencyConfig,
  GetResourcePolicy: resourcePolicies.GetResourcePolicy,
  GetRuntimeManagementConfig: runtimeSettings.GetRuntimeManagementConfig,
  Invoke: invoke.Invoke,
  InvokeAsync: invoke.InvokeAsync,
  InvokeWithResponseStream: invokeStream.InvokeWithResponseStream,
  ListAliases: aliases.ListAliases,
  ListCapacityProviders: capacityProviders.ListCapacityProviders,
  ListCodeSigningConfigs: codeSigning.ListCodeSigningConfigs,
  ListDurableExecutionsByFunction: durable.ListDurableExecutionsByFunction,
  ListEventSourceMappings: eventSources.ListEventSourceMappings,
  ListFunctionEventInvokeConfigs: eventInvoke.ListFunctionEventInvokeConfigs,
  ListFunctionUrlConfigs: urls.ListFunctionUrlConfigs,
  ListFunctionVersionsByCapacityProvider: capacityProviders.ListFunctionVersionsByCapacityProvider,
  ListFunctions: functions.ListFunctions,
  ListFunctionsByCodeSigningConfig: codeSigning.ListFunctionsByCodeSigningConfig,
  ListLayerVersions: layers.ListLayerVersions,
  ListLayers: layers.ListLayers,
  ListProvisionedConcurrencyConfigs: provisionedConcurrency.ListProvisionedConcurrencyConfigs,
  ListTags: tags.ListTags,
  ListVersionsByFunction: versions.ListVersionsByFunction,
  PublishLayerVersion: layers.PublishLayerVersion,
  PublishVersion: versions.PublishVersion,
  PutFunctionCodeSigningConfig: codeSigning.PutFunctionCodeSigningConfig,
  PutFunctionConcurrency: concurrency.PutFunctionConcurrency,
  PutFunctionEventInvokeConfig: eventInvoke.PutFunctionEventInvokeConfig,
  PutFunctionRecursionConfig: runtimeSettings.PutFunctionRecursionConfig,
  PutFunctionScalingConfig: functionScaling.PutFunctionScalingConfig,
  PutProvisionedConcurrencyConfig: provisionedConcurrency.PutProvisionedConcurrencyConfig,
  PutResourcePolicy: resourcePolicies.PutResourcePolicy,
  PutRuntimeManagementConfig: runtimeSettings.PutRuntimeManagementConfig,
  RemoveLayerVersionPermission: layerPermissions.RemoveLayerVersionPermission,
  RemovePermission: permissions.RemovePermission,
  SendDurableExecutionCallbackFailure: callbacks.SendDurableExecutionCallbackFailure,
  SendDurableExecutionCallbackHeartbeat: callbacks.SendDurableExecutionCallbackHeartbeat,
  SendDurableExecutionCallbackSuccess: callbacks.SendDurableExecutionCallbackSuccess,
  StopDurableExecution: durable.StopDurableExecution,
  TagResource: tags.TagResource,
  UntagResource: tags.UntagResource,
  UpdateAlias: aliases.UpdateAlias,
  UpdateCapacityProvider: capacityProviders.UpdateCapacityProvider,
  UpdateCodeSigningConfig: codeSigning.UpdateCodeSigningConfig,
  UpdateEventSourceMapping: eventSources.UpdateEventSourceMapping,
  UpdateFunctionCode: functions.UpdateFunctionCode,
  UpdateFunctionConfiguration: functions.UpdateFunctionConfiguration,
  UpdateFunctionEventInvokeConfig: eventInvoke.UpdateFunctionEventInvokeConfig,
  UpdateFunctionUrlConfig: urls.UpdateFunctionUrlConfig,
}

export const lambda = { name: 'lambda', operations } satisfies Service<Partial<Operations<typeof sdk>>>
