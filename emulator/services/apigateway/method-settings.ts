import type * as sdk from '@aws-sdk/client-api-gateway'
import type { StageRecord } from '../../model/apigateway'
import { badRequest } from './errors'
import { without } from './members'
import { isTrue } from './patch'

/** Settings of a method where nothing else was set (facts/13, 160). `loggingLevel` is absent until it is set. */
const DEFAULTS: sdk.MethodSetting = {
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingBurstLimit: 5000,
  throttlingRateLimit: 10_000,
  cachingEnabled: false,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
}
/** The entry for all methods that have none of their own. */
const ALL_METHODS = '*/*'

interface Setting {
  readonly member: keyof sdk.MethodSetting
  readonly read: (value: string) => unknown
}

const number =
  (least: number, most: number, isInteger: boolean) =>
  (value: string): number => {
    const read = value.trim() === '' ? Number.NaN : Number(value)
    // The wording is uncertain.
    if (!(read >= least && read <= most) || (isInteger && !Number.isInteger(read)))
      throw badRequest(`Invalid method setting value: ${value}`)
    return read
  }
const oneOf =
  (...values: readonly string[]) =>
  (value: string): string => {
    if (!values.includes(value)) throw badRequest(`Invalid method setting value: ${value}`)
    return value
  }

/** The settings by the end of their patch path (facts/05, 7). -1 lifts a throttling limit. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  'metrics/enabled': { member: 'metricsEnabled', read: isTrue },
  'logging/dataTrace': { member: 'dataTraceEnabled', read: isTrue },
  'logging/loglevel': { member: 'loggingLevel', read: oneOf('OFF', 'ERROR', 'INFO') },
  'throttling/burstLimit': { member: 'throttlingBurstLimit', read: number(-1, 2 ** 31 - 1, true) },
  'throttling/rateLimit': { member: 'throttlingRateLimit', read: number(-1, Number.MAX_VALUE, false) },
  'caching/enabled': { member: 'cachingEnabled', read: isTrue },
  'caching/ttlInSeconds': { member: 'cacheTtlInSeconds', read: number(0, 3600, true) },
  'caching/dataEncrypted': { member: 'cacheDataEncrypted', read: isTrue },
  'caching/requireAuthorizationForCacheControl': { member: 'requireAuthorizationForCacheControl', read: isTrue },
  'caching/unauthorizedCacheControlHeaderStrategy': {
    member: 'unauthorizedCacheControlHeaderStrategy',
    read: oneOf('FAIL_WITH_403', 'SUCCEED_WITH_RESPONSE_HEADER', 'SUCCEED_WITHOUT_RESPONSE_HEADER'),
  },
}

/** The key of a method's entry and the setting that a patch path names; undefined when it names none. */
function locate(path: string): { key: string; setting: Setting } | undefined {
  const match = /^\/([^/]+\/[^/]+)\/([^/]+\/[^/]+)$/.exec(path)
  const setting = SETTINGS[match?.[2] ?? '']
  return match === null || setting === undefined ? undefined : { key: match[1] as string, setting }
}

/**
 * Sets a setting of a method; undefined when the path names none. The first one under a key makes the whole entry, from what all
 * methods have by then (facts/13, 160-162). The key keeps the path's escapes: `pets/GET`, `~1pets~1{id}/GET`.
 */
export function setMethodSetting(stage: StageRecord, path: string, value: string | undefined): StageRecord | undefined {
  const found = locate(path)
  if (found === undefined) return undefined
  const { key, setting } = found
  const entry = stage.methodSettings[key] ?? { ...DEFAULTS, ...inherited(stage.methodSettings[ALL_METHODS]) }
  return { ...stage, methodSettings: { ...stage.methodSettings, [key]: { ...entry, [setting.member]: setting.read(value ?? '') } } }
}

/**
 * What a new entry takes over from that for all methods. Recorded for `cachingEnabled` alone (facts/13, 161); uncertain for the others:
 * none is taken over, since Terraform leaves out what is false and would see its own stage drift.
 */
function inherited(all: sdk.MethodSetting | undefined): Pick<sdk.MethodSetting, 'cachingEnabled'> {
  return all?.cachingEnabled === undefined ? {} : { cachingEnabled: all.cachingEnabled }
}

/** Removes a method's entry (`/pets/GET`), or puts one of its settings back to its default (which is uncertain). */
export function removeMethodSetting(stage: StageRecord, path: string): StageRecord {
  const found = locate(path)
  const key = found?.key ?? path.slice(1)
  const entry = stage.methodSettings[key]
  if (entry === undefined) throw cannotRemove(path)
  if (found === undefined) return { ...stage, methodSettings: without(stage.methodSettings, key) }
  const { member } = found.setting
  const { [member]: _, ...rest } = entry
  const reset = DEFAULTS[member] === undefined ? rest : { ...rest, [member]: DEFAULTS[member] }
  return { ...stage, methodSettings: { ...stage.methodSettings, [key]: reset } }
}

/** The error for a removal that finds nothing; it ends in a space (facts/13, 167). */
export function cannotRemove(path: string): Error {
  return badRequest(`Cannot remove method setting ${path.slice(1)} because there is no method setting for this method `)
}
