import type * as sdk from '@aws-sdk/client-lambda'
import type { Operations, Service } from '../operations'
import * as aliases from './aliases'
import * as concurrency from './concurrency'
import * as eventInvoke from './event-invoke'
import * as functions from './functions'
import * as invoke from './invoke'
import * as layers from './layers'
import * as permissions from './permissions'
import * as tags from './tags'
import * as urls from './urls'
import * as versions from './versions'

export { keepUnpackedCode, removeUnpackedCode } from './code'
export { useDirectory } from './functions'
export { createInvoke } from './invoke'

/** AWS Lambda: every operation that is served. */
const operations = {
  AddPermission: permissions.AddPermission,
  CreateAlias: aliases.CreateAlias,
  CreateFunction: functions.CreateFunction,
  CreateFunctionUrlConfig: urls.CreateFunctionUrlConfig,
  DeleteAlias: aliases.DeleteAlias,
  DeleteFunction: functions.DeleteFunction,
  DeleteFunctionConcurrency: concurrency.DeleteFunctionConcurrency,
  DeleteFunctionEventInvokeConfig: eventInvoke.DeleteFunctionEventInvokeConfig,
  DeleteFunctionUrlConfig: urls.DeleteFunctionUrlConfig,
  DeleteLayerVersion: layers.DeleteLayerVersion,
  GetAlias: aliases.GetAlias,
  GetFunction: functions.GetFunction,
  GetFunctionConcurrency: concurrency.GetFunctionConcurrency,
  GetFunctionConfiguration: functions.GetFunctionConfiguration,
  GetFunctionEventInvokeConfig: eventInvoke.GetFunctionEventInvokeConfig,
  GetFunctionUrlConfig: urls.GetFunctionUrlConfig,
  GetLayerVersion: layers.GetLayerVersion,
  GetPolicy: permissions.GetPolicy,
  Invoke: invoke.Invoke,
  ListAliases: aliases.ListAliases,
  ListFunctions: functions.ListFunctions,
  ListLayers: layers.ListLayers,
  ListLayerVersions: layers.ListLayerVersions,
  ListTags: tags.ListTags,
  ListVersionsByFunction: versions.ListVersionsByFunction,
  PublishLayerVersion: layers.PublishLayerVersion,
  PublishVersion: versions.PublishVersion,
  PutFunctionConcurrency: concurrency.PutFunctionConcurrency,
  PutFunctionEventInvokeConfig: eventInvoke.PutFunctionEventInvokeConfig,
  RemovePermission: permissions.RemovePermission,
  TagResource: tags.TagResource,
  UntagResource: tags.UntagResource,
  UpdateAlias: aliases.UpdateAlias,
  UpdateFunctionCode: functions.UpdateFunctionCode,
  UpdateFunctionConfiguration: functions.UpdateFunctionConfiguration,
  UpdateFunctionEventInvokeConfig: eventInvoke.UpdateFunctionEventInvokeConfig,
  UpdateFunctionUrlConfig: urls.UpdateFunctionUrlConfig,
}

export const lambda = { name: 'lambda', operations } satisfies Service<Partial<Operations<typeof sdk>>>
