import type { BasePathMappingRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { domainOf } from './domain-names'
import { badRequest, conflict, notFound } from './errors'
import { nonEmpty, present, withMember } from './members'
import { page } from './paging'
import { type Effect, namePath, patcher } from './patch'
import { type ApiGateway, NOTHING } from './service'

/** How the empty base path is written (facts/09, 1). */
const NO_PATH = '(none)'

/** A base path as it is kept: one segment, without slashes. */
function checkBasePath(basePath: string | undefined): string {
  const path = nonEmpty(basePath) ?? NO_PATH
  if (path.includes('/')) {
    throw badRequest(
      "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level base path mapping, use API Gateway V2.",
    )
  }
  return path
}

function checkTarget(call: Call, restApiId: string | undefined, stage: string | undefined): void {
  // The wording is uncertain.
  if (call.records.restApis.get(restApiId ?? '') === undefined) throw badRequest('Invalid REST API identifier specified')
  if (stage !== undefined && call.records.stages.get(stage, restApiId) === undefined) throw badRequest('Invalid stage identifier specified')
}

function mappingOf(call: Call, domain: string, basePath: string | undefined): BasePathMappingRecord {
  const mapping = call.records.basePathMappings.get(nonEmpty(basePath) ?? NO_PATH, domain)
  if (mapping === undefined) throw notFound('Invalid base path mapping identifier specified')
  return mapping
}

const replacePath: Effect<BasePathMappingRecord> = (mapping, { value }) => ({ ...mapping, basePath: checkBasePath(value) })
const patchMapping = patcher<BasePathMappingRecord>(
  {
    '/basePath': { replace: replacePath },
    // The name on the wire.
    '/basepath': { replace: replacePath },
    '/restapiId': { replace: (mapping, { value }) => ({ ...mapping, restApiId: value ?? '' }) },
    '/stage': { replace: (mapping, { value }) => withMember(mapping, 'stage', nonEmpty(value)) },
  },
  namePath,
)

/** Operations on base path mappings. A mapping without a stage leaves the stage to the first segment of the path. */
export const basePathMappings = {
  CreateBasePathMapping(input, call) {
    const { key, domain } = domainOf(call, input)
    const basePath = checkBasePath(input.basePath)
    // Developer guide, set-routing-mode; the wording is uncertain.
    if (domain.routingMode === 'ROUTING_RULE_ONLY')
      throw badRequest('Base path mappings cannot be created for a domain name whose routing mode is ROUTING_RULE_ONLY')
    const stage = nonEmpty(input.stage)
    checkTarget(call, input.restApiId, stage)
    if (call.records.basePathMappings.get(basePath, key) !== undefined) throw conflict('Base path already exists for this domain name')
    return call.records.basePathMappings.put(present({ basePath, restApiId: input.restApiId as string, stage }), basePath, key)
  },

  GetBasePathMapping: (input, call) => mappingOf(call, domainOf(call, input).key, input.basePath),

  GetBasePathMappings: (input, call) => page(call.records.basePathMappings.list(domainOf(call, input).key), input),

  UpdateBasePathMapping(input, call) {
    const { key } = domainOf(call, input)
    const mapping = mappingOf(call, key, input.basePath)
    const patched = patchMapping(mapping, input.patchOperations, undefined)
    checkTarget(call, patched.restApiId, patched.stage)
    if (patched.basePath !== mapping.basePath) {
      if (call.records.basePathMappings.get(patched.basePath, key) !== undefined)
        throw conflict('Base path already exists for this domain name')
      call.records.basePathMappings.delete(mapping.basePath, key)
    }
    return call.records.basePathMappings.put(patched, patched.basePath, key)
  },

  DeleteBasePathMapping(input, call) {
    const { key } = domainOf(call, input)
    call.records.basePathMappings.delete(mappingOf(call, key, input.basePath).basePath, key)
    return NOTHING
  },
} satisfies Partial<ApiGateway>
