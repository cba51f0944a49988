import type * as sdk from '@aws-sdk/client-api-gateway'
import type { StageRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { badRequest } from './errors'
import { filled, nonEmpty, present, withMember, without } from './members'
import { cannotRemove, removeMethodSetting, setMethodSetting } from './method-settings'
import { isTrue, unescapePointer } from './patch'

/** The paths as AWS lists them, missing commas and all (facts/05, 7). */
const PATHS =
  '[/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format, /{resourcePath}/{httpMethod}/metrics/enabled, /{resourcePath}/{httpMethod}/logging/dataTrace, /{resourcePath}/{httpMethod}/logging/loglevel, /{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds, /{resourcePath}/{httpMethod}/caching/enabled, /{resourcePath}/{httpMethod}/caching/dataEncrypted, /{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, /{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, /*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel, /*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, /*/*/caching/enabled, /*/*/caching/dataEncrypted, /*/*/caching/requireAuthorizationForCacheControl, /*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name}, /tracingEnabled]'
const CANARY = '/canarySettings'

/** A stage with patch operations applied. Stages have rules and errors of their own (facts/13, 159-176). */
export function patchStage(
  call: Call,
  restApiId: string,
  stage: StageRecord,
  operations: readonly sdk.PatchOperation[] | undefined,
): StageRecord {
  return (operations ?? []).reduce((patched, operation) => patchOnce(call, restApiId, patched, operation), stage)
}

function patchOnce(call: Call, restApiId: string, stage: StageRecord, operation: sdk.PatchOperation): StageRecord {
  const path = operation.path ?? ''
  switch (operation.op) {
    case 'remove':
      return remove(stage, path)
    case 'copy':
      return promote(stage, path, operation.from ?? '')
    case 'add':
    case 'replace':
      return set(call, restApiId, stage, operation.op, path, operation.value)
    default:
      // As for an `add` that is refused (facts/13, 176); for these operations it is uncertain.
      throw badRequest(`Invalid ${operation.op} operation with path: ${path}`)
  }
}

type Set = (stage: StageRecord, value: string | undefined, call: Call, restApiId: string) => StageRecord

/** Checks that a deployment is there. */
export function checkDeployment(call: Call, restApiId: string, deploymentId: string | undefined): string {
  if (call.records.deployments.get(deploymentId ?? '', restApiId) === undefined) throw badRequest('Deployment id does not exist')
  return deploymentId as string
}

/** Members with a path of their own. */
const MEMBERS: Readonly<Record<string, Set>> = {
  '/deploymentId': (stage, value, call, restApiId) => ({ ...stage, deploymentId: checkDeployment(call, restApiId, value) }),
  '/description': (stage, value) => withMember(stage, 'description', nonEmpty(value)),
  '/tracingEnabled': (stage, value) => ({ ...stage, tracingEnabled: isTrue(value) }),
  '/cacheClusterEnabled': (stage, value) => withCache(stage, isTrue(value), stage.cacheClusterSize),
  '/cacheClusterSize': (stage, value) => withCache(stage, stage.cacheClusterEnabled, cacheSize(value)),
  '/clientCertificateId': (stage, value, call) => withMember(stage, 'clientCertificateId', clientCertificate(call, nonEmpty(value))),
  // Not among the paths that AWS lists, yet the SDK's documentation of stages and Terraform patch it (uncertain).
  '/documentationVersion': (stage, value) => withMember(stage, 'documentationVersion', nonEmpty(value)),
}

function set(call: Call, restApiId: string, stage: StageRecord, op: string, path: string, value: string | undefined): StageRecord {
  const member = MEMBERS[path]
  if (member !== undefined) return member(stage, value, call, restApiId)
  if (path.startsWith('/variables/') && path.split('/').length === 3) {
    return { ...stage, variables: { ...stage.variables, [unescapePointer(path.slice('/variables/'.length))]: value ?? '' } }
  }
  if (path === '/accessLogSettings' || path.startsWith('/accessLogSettings/')) return setAccessLog(stage, path, value)
  const setCanary = canarySetter(path)
  if (setCanary !== undefined) {
    if (op === 'add') throw badRequest(`Invalid add operation with path: ${path}`)
    const canary = stage.canarySettings ?? { deploymentId: stage.deploymentId, percentTraffic: 0, useStageCache: false }
    return { ...stage, canarySettings: setCanary(canary, value, call, restApiId) }
  }
  if (path.endsWith('/logging/loglevel') && value !== 'OFF') checkLoggingRole(call)
  const changed = setMethodSetting(stage, path, value)
  if (changed === undefined) throw badRequest(`Invalid method setting path: ${path}. Must be one of: ${PATHS}`)
  return changed
}

function remove(stage: StageRecord, path: string): StageRecord {
  if (path === '/accessLogSettings') return without(stage, 'accessLogSettings')
  if (path === CANARY) return without(stage, 'canarySettings')
  if (path === '/description') return without(stage, 'description')
  if (path === '/clientCertificateId') return without(stage, 'clientCertificateId')
  if (path === '/documentationVersion') return without(stage, 'documentationVersion')
  if (path.startsWith('/variables/')) {
    const variables = filled(without(stage.variables ?? {}, unescapePointer(path.slice('/variables/'.length))))
    return withMember(stage, 'variables', variables)
  }
  const override = overrideName(path)
  const overrides = stage.canarySettings?.stageVariableOverrides
  if (override !== undefined && overrides !== undefined) {
    const canarySettings = withMember({ ...stage.canarySettings }, 'stageVariableOverrides', filled(without(overrides, override)))
    return { ...stage, canarySettings }
  }
  if (path.startsWith('/accessLogSettings/') || path.startsWith(`${CANARY}/`)) throw cannotRemove(path)
  return removeMethodSetting(stage, path)
}

/** Without a role for CloudWatch Logs, an account writes no execution logs (facts/06, section 2). Uncertain: that access logs do without. */
function checkLoggingRole(call: Call): void {
  if (call.records.account.get('account')?.cloudwatchRoleArn !== undefined) return
  throw badRequest('CloudWatch Logs role ARN must be set in account settings to enable logging')
}

function setAccessLog(stage: StageRecord, path: string, value: string | undefined): StageRecord {
  const member = path.slice('/accessLogSettings/'.length)
  if (member !== 'destinationArn' && member !== 'format') {
    throw badRequest('Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]')
  }
  if (value === undefined || value === '') throw badRequest('Access Log value must not be empty')
  // The `:*` with which log group ARNs end is dropped (uncertain).
  const text = member === 'destinationArn' ? value.replace(/:\*$/, '') : value
  return { ...stage, accessLogSettings: { ...stage.accessLogSettings, [member]: text } }
}

type SetCanary = (canary: sdk.CanarySettings, value: string | undefined, call: Call, restApiId: string) => sdk.CanarySettings

/** A patch of the first member makes the canary, on the stage's own deployment unless another is named (facts/13, 174). */
function canarySetter(path: string): SetCanary | undefined {
  const override = overrideName(path)
  if (override !== undefined) {
    return (canary, value) => ({ ...canary, stageVariableOverrides: { ...canary.stageVariableOverrides, [override]: value ?? '' } })
  }
  switch (path) {
    case `${CANARY}/deploymentId`:
      return (canary, value, call, restApiId) => ({ ...canary, deploymentId: checkDeployment(call, restApiId, value) })
    case `${CANARY}/percentTraffic`:
      return (canary, value) => ({ ...canary, percentTraffic: checkPercent(Number(value)) })
    case `${CANARY}/useStageCache`:
      return (canary, value) => ({ ...canary, useStageCache: isTrue(value) })
    default:
      return undefined
  }
}

function overrideName(path: string): string | undefined {
  const name = /^\/canarySettings\/stageVariableOverrides\/([^/]+)$/.exec(path)?.[1]
  return name === undefined ? undefined : unescapePointer(name)
}

/** Checks a canary's share of the traffic. The wording is uncertain. */
export function checkPercent(percent: number): number {
  if (!(percent >= 0 && percent <= 100)) throw badRequest('Percent traffic must be between 0.0 and 100.0')
  return percent
}

/** Promotes a canary: its deployment, or its variables, become the stage's (facts/05, 8). */
function promote(stage: StageRecord, path: string, from: string): StageRecord {
  const isDeployment = path === '/deploymentId' && from === `${CANARY}/deploymentId`
  const isVariables = path === '/variables' && from === `${CANARY}/stageVariableOverrides`
  if (!isDeployment && !isVariables) {
    // How the message names path and source is uncertain; its end is recorded.
    throw badRequest(
      `Invalid copy operation with path: ${path} and from ${from}. Valid copy:path are [/deploymentId, /variables] and valid copy:from are [/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]`,
    )
  }
  const canary = stage.canarySettings
  if (canary === undefined) throw badRequest('Promotion not available. Canary does not exist.')
  if (isDeployment) return { ...stage, deploymentId: canary.deploymentId ?? stage.deploymentId }
  return withMember(stage, 'variables', filled({ ...stage.variables, ...canary.stageVariableOverrides }))
}

/** A stage with its cache cluster on or off. AWS takes minutes to do so; here it is done when it is answered. */
export function withCache<S extends Pick<StageRecord, 'cacheClusterEnabled' | 'cacheClusterStatus'>>(
  stage: S,
  enabled: boolean,
  size: sdk.CacheClusterSize | undefined,
): S {
  return present({
    ...stage,
    cacheClusterEnabled: enabled,
    cacheClusterSize: size ?? (enabled ? '0.5' : undefined),
    cacheClusterStatus: enabled ? 'AVAILABLE' : 'NOT_AVAILABLE',
  }) as S
}

const CACHE_SIZES = ['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237'] as const
function cacheSize(value: string | undefined): sdk.CacheClusterSize {
  const size = CACHE_SIZES.find((known) => known === value)
  // The wording is uncertain.
  if (size === undefined) throw badRequest(`Invalid cache cluster size specified. Valid options are ${CACHE_SIZES.join(',')}`)
  return size
}

function clientCertificate(call: Call, id: string | undefined): string | undefined {
  if (id !== undefined && call.records.clientCertificates.get(id) === undefined) {
    throw badRequest('Invalid Client Certificate identifier specified')
  }
  return id
}
