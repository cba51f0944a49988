import type { LayerVersionsListItem } from '@aws-sdk/client-lambda'
import type { LayerVersionRecord } from '../../model/lambda'
import type { Call } from '../operations'
import { page } from '../pages'
import { readCode } from './code'
import { lastModified } from './configuration'
import { partition } from './names'
import { type LambdaOperations, lambdaError, required, validationError } from './operations'

export const PublishLayerVersion: LambdaOperations['PublishLayerVersion'] = (input, call) => {
  const name = layerName(required(input.LayerName, 'layerName'))
  const code = readCode(required(input.Content, 'content'), call)
  // Numbers are never given twice while a version is left; AWS also remembers those of deleted layers.
  const Version = Math.max(0, ...call.records.layerVersions.ids(name).map(Number)) + 1
  const LayerArn = `arn:${partition(call.region)}:lambda:${call.region}:${call.account}:layer:${name}`
  const configuration: LayerVersionRecord['configuration'] = {
    Content: { Location: `file://${code.directory}`, CodeSha256: code.sha256, CodeSize: code.size },
    LayerArn,
    LayerVersionArn: `${LayerArn}:${Version}`,
    Description: input.Description ?? '',
    CreatedDate: lastModified(call),
    Version,
    ...(input.CompatibleRuntimes === undefined ? {} : { CompatibleRuntimes: input.CompatibleRuntimes }),
    ...(input.CompatibleArchitectures === undefined ? {} : { CompatibleArchitectures: input.CompatibleArchitectures }),
    ...(input.LicenseInfo === undefined ? {} : { LicenseInfo: input.LicenseInfo }),
  }
  call.records.layerVersions.put({ configuration, code }, String(Version), name)
  return { ...configuration }
}

export const GetLayerVersion: LambdaOperations['GetLayerVersion'] = (input, call) => {
  const name = layerName(required(input.LayerName, 'layerName'))
  return { ...findLayerVersion(call, name, String(required(input.VersionNumber, 'versionNumber'))).configuration }
}

export const GetLayerVersionByArn: LambdaOperations['GetLayerVersionByArn'] = (input, call) => {
  const arn = required(input.Arn, 'arn')
  const [, name, version] = /^arn:[^:]+:lambda:[^:]+:\d{12}:layer:([\w-]+):(\d+)$/.exec(arn) ?? []
  if (name === undefined || version === undefined) {
    throw validationError('arn', arn, 'Member must satisfy regular expression pattern: arn:...:lambda:...:layer:name:version')
  }
  return { ...findLayerVersion(call, name, version).configuration }
}

export function findLayerVersion(call: Call, name: string, version: string): LayerVersionRecord {
  const record = call.records.layerVersions.get(version, name)
  if (record === undefined) throw lambdaError(404, 'ResourceNotFoundException', 'The resource you requested does not exist.')
  return record
}

/** Succeeds whether or not there is such a version, as on AWS. */
export const DeleteLayerVersion: LambdaOperations['DeleteLayerVersion'] = (input, call) => {
  const name = layerName(required(input.LayerName, 'layerName'))
  const version = String(required(input.VersionNumber, 'versionNumber'))
  call.records.layerPolicies.delete(version, name)
  call.records.layerVersions.delete(version, name)
  return {}
}

export const ListLayers: LambdaOperations['ListLayers'] = (input, call) => {
  const all = call.records.layerVersions.parents().flatMap((name) => {
    const latest = versions(call, name).find((item) => suits(item, input))
    return latest === undefined
      ? []
      : [{ LayerName: name, LayerArn: latest.LayerVersionArn?.replace(/:\d+$/, ''), LatestMatchingVersion: latest }]
  })
  const { items, next } = page(all, input.Marker, input.MaxItems ?? 50)
  return { Layers: items, ...(next === undefined ? {} : { NextMarker: next }) }
}

export const ListLayerVersions: LambdaOperations['ListLayerVersions'] = (input, call) => {
  const all = versions(call, layerName(required(input.LayerName, 'layerName'))).filter((item) => suits(item, input))
  const { items, next } = page(all, input.Marker, input.MaxItems ?? 50)
  return { LayerVersions: items, ...(next === undefined ? {} : { NextMarker: next }) }
}

/** Newest first. */
function versions(call: Call, name: string): LayerVersionsListItem[] {
  return call.records.layerVersions
    .list(name)
    .map(({ configuration: { Content: _content, LayerArn: _arn, ...item } }) => item)
    .sort((a, b) => b.Version - a.Version)
}

function suits(
  item: LayerVersionsListItem,
  wanted: { readonly CompatibleRuntime?: string | undefined; readonly CompatibleArchitecture?: string | undefined },
): boolean {
  return (
    (wanted.CompatibleRuntime === undefined || item.CompatibleRuntimes?.some((runtime) => runtime === wanted.CompatibleRuntime) === true) &&
    (wanted.CompatibleArchitecture === undefined ||
      item.CompatibleArchitectures?.some((each) => each === wanted.CompatibleArchitecture) === true)
  )
}

/** A layer is called by its name or its ARN. */
export function layerName(text: string): string {
  return /^arn:[^:]+:lambda:[^:]+:\d{12}:layer:([^:]+)/.exec(text)?.[1] ?? text
}
