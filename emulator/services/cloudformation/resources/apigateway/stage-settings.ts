import type { CanarySettings, PatchOperation } from '@aws-sdk/client-api-gateway'
import { changedMap, changedValues, pointer } from '../patches'
import { Properties } from '../properties'
import { boolean, number, type PropertyTable, REASONS, reported, string } from '../property-table'

/** The settings of methods, as rows of a properties table below `prefix`. */
export function methodSettingRows(prefix: string): PropertyTable {
  return {
    [`${prefix}CacheDataEncrypted`]: boolean,
    [`${prefix}CacheTtlInSeconds`]: number,
    [`${prefix}CachingEnabled`]: boolean,
    [`${prefix}DataTraceEnabled`]: boolean,
    [`${prefix}LoggingLevel`]: string,
    [`${prefix}MetricsEnabled`]: boolean,
    [`${prefix}ThrottlingBurstLimit`]: number,
    [`${prefix}ThrottlingRateLimit`]: number,
  }
}

/** What a Stage and the StageDescription of a Deployment have in common, as rows of a properties table below `prefix`. */
export function stageRows(prefix = ''): PropertyTable {
  return {
    [`${prefix}AccessLogSetting.DestinationArn`]: string,
    [`${prefix}AccessLogSetting.Format`]: string,
    [`${prefix}CacheClusterEnabled`]: boolean,
    [`${prefix}CacheClusterSize`]: string,
    [`${prefix}CanarySetting.PercentTraffic`]: number,
    [`${prefix}CanarySetting.StageVariableOverrides.*`]: string,
    [`${prefix}CanarySetting.UseStageCache`]: boolean,
    [`${prefix}ClientCertificateId`]: reported(string, REASONS.certificate),
    [`${prefix}Description`]: string,
    [`${prefix}DocumentationVersion`]: reported(string, REASONS.documentation),
    [`${prefix}MethodSettings[].HttpMethod`]: string,
    [`${prefix}MethodSettings[].ResourcePath`]: string,
    ...methodSettingRows(`${prefix}MethodSettings[].`),
    [`${prefix}TracingEnabled`]: boolean,
    [`${prefix}Variables.*`]: string,
  }
}

/** The canary of a stage, as the operations take it. */
export function canaryOf(properties: Properties | undefined): CanarySettings | undefined {
  const canary = properties?.entry('CanarySetting')
  if (canary === undefined) return undefined
  return {
    deploymentId: canary.text('DeploymentId'),
    percentTraffic: canary.number('PercentTraffic'),
    stageVariableOverrides: canary.map('StageVariableOverrides'),
    useStageCache: canary.flag('UseStageCache'),
  }
}

/** The patch operations that take a stage from one set of settings to another. */
export function stagePatches(before: Properties, after: Properties): PatchOperation[] {
  return [
    ...changedValues(before, after, {
      '/cacheClusterEnabled': ['CacheClusterEnabled', 'false'],
      '/cacheClusterSize': ['CacheClusterSize', '0.5'],
      '/clientCertificateId': 'ClientCertificateId',
      '/description': 'Description',
      '/documentationVersion': 'DocumentationVersion',
      '/tracingEnabled': ['TracingEnabled', 'false'],
    }),
    ...changedMap('/variables', before.map('Variables'), after.map('Variables')),
    ...methodSettingPatches(methodSettings(before), methodSettings(after)),
    ...accessLogPatches(before.entry('AccessLogSetting'), after.entry('AccessLogSetting')),
    ...canaryPatches(before.entry('CanarySetting'), after.entry('CanarySetting')),
  ]
}

const SETTING_PATHS: Readonly<Record<string, string>> = {
  CacheDataEncrypted: 'caching/dataEncrypted',
  CacheTtlInSeconds: 'caching/ttlInSeconds',
  CachingEnabled: 'caching/enabled',
  DataTraceEnabled: 'logging/dataTrace',
  LoggingLevel: 'logging/loglevel',
  MetricsEnabled: 'metrics/enabled',
  ThrottlingBurstLimit: 'throttling/burstLimit',
  ThrottlingRateLimit: 'throttling/rateLimit',
}

/** Patch path (`/~1pets/GET`) to settings; those of the stage as a whole count for every method. */
function methodSettings(stage: Properties): Map<string, Properties> {
  const settings = new Map<string, Properties>()
  const own = Object.fromEntries(Object.keys(SETTING_PATHS).flatMap((name) => (stage.has(name) ? [[name, stage.raw[name]]] : [])))
  if (Object.keys(own).length > 0) settings.set('/*/*', new Properties(own))
  for (const setting of stage.entries('MethodSettings')) {
    const path = `/${resourceSegment(setting.text('ResourcePath') ?? '/*')}/${setting.text('HttpMethod') ?? '*'}`
    settings.set(path, new Properties({ ...settings.get(path)?.raw, ...setting.raw }))
  }
  return settings
}

/** The path of a resource as a segment; templates write it escaped (`/~1pets`) or plain (`/pets`). */
function resourceSegment(path: string): string {
  if (path === '/*' || path === '*') return '*'
  return path.includes('~1') ? path.replace(/^\//, '') : pointer(path)
}

function methodSettingPatches(before: ReadonlyMap<string, Properties>, after: ReadonlyMap<string, Properties>): PatchOperation[] {
  const operations: PatchOperation[] = []
  const empty = new Properties({})
  for (const [path, old] of before) {
    const now = after.get(path)
    // A single setting cannot be taken back, only all of a method's.
    const dropped = now === undefined || Object.keys(SETTING_PATHS).some((name) => old.has(name) && !now.has(name))
    if (dropped) operations.push({ op: 'remove', path })
  }
  const removed = new Set(operations.map(({ path }) => path))
  for (const [path, now] of after) {
    const old = removed.has(path) ? empty : (before.get(path) ?? empty)
    const rows = Object.entries(SETTING_PATHS).filter(([name]) => now.has(name))
    operations.push(...changedValues(old, now, Object.fromEntries(rows.map(([name, setting]) => [`${path}/${setting}`, name]))))
  }
  return operations
}

function accessLogPatches(before: Properties | undefined, after: Properties | undefined): PatchOperation[] {
  if (after === undefined) return before === undefined ? [] : [{ op: 'remove', path: '/accessLogSettings' }]
  return changedValues(before ?? new Properties({}), after, {
    '/accessLogSettings/destinationArn': 'DestinationArn',
    '/accessLogSettings/format': 'Format',
  })
}

function canaryPatches(before: Properties | undefined, after: Properties | undefined): PatchOperation[] {
  if (after === undefined) return before === undefined ? [] : [{ op: 'remove', path: '/canarySettings' }]
  const old = before ?? new Properties({})
  return [
    ...changedValues(old, after, {
      '/canarySettings/deploymentId': 'DeploymentId',
      '/canarySettings/percentTraffic': ['PercentTraffic', '0.0'],
      '/canarySettings/useStageCache': ['UseStageCache', 'false'],
    }),
    ...changedMap('/canarySettings/stageVariableOverrides', old.map('StageVariableOverrides'), after.map('StageVariableOverrides')),
  ]
}
