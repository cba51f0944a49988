import type { MethodSetting } from '@aws-sdk/client-api-gateway'
import type { StageRecord } from '../model/apigateway'

/**
 * The settings of a method in a stage: its own, else those of every method. There is no merging: an entry of its own was filled
 * with all values when it was made (facts/05, section 7). Keys name paths with or without the leading slash, slashes escaped as `~1`.
 */
export function methodSettings(stage: Pick<StageRecord, 'methodSettings'>, resourcePath: string, httpMethod: string): MethodSetting {
  return ownMethodSettings(stage, resourcePath, httpMethod) ?? stage.methodSettings['*/*'] ?? {}
}

/** The settings that a stage has for one method; undefined where it has those of every method. */
export function ownMethodSettings(
  stage: Pick<StageRecord, 'methodSettings'>,
  resourcePath: string,
  httpMethod: string,
): MethodSetting | undefined {
  const path = resourcePath.replace(/^\//, '')
  for (const [key, setting] of Object.entries(stage.methodSettings)) {
    const slash = key.lastIndexOf('/')
    const [named, verb] = [key.slice(0, slash).replaceAll('~1', '/').replace(/^\//, ''), key.slice(slash + 1)]
    if (named === path && verb === httpMethod) return setting
  }
  return undefined
}

/** How much a stage writes into the execution log of a method's requests; undefined when nothing. */
export function logLevel(
  stage: Pick<StageRecord, 'methodSettings'>,
  resourcePath: string,
  httpMethod: string,
): 'ERROR' | 'INFO' | 'TRACE' | undefined {
  const { loggingLevel = 'OFF', dataTraceEnabled } = methodSettings(stage, resourcePath, httpMethod)
  if (loggingLevel !== 'ERROR' && loggingLevel !== 'INFO') return undefined
  return loggingLevel === 'INFO' && dataTraceEnabled === true ? 'TRACE' : loggingLevel
}
