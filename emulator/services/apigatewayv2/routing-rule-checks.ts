import type { RoutingRuleAction, RoutingRuleCondition, RoutingRuleMatchHeaderValue } from '@aws-sdk/client-apigatewayv2'
import type { DomainNameRecord } from '../../model/apigateway'
import { badRequest, notFound } from '../apigateway/errors'
import type { Call } from '../operations'

// What a rule may hold: developer guide, rest-api-routing-rules, Restrictions. AWS's wordings are uncertain.

const GREATEST_PRIORITY = 1_000_000
/** Lengths must stay below these. */
const HEADER_NAME = 40
const HEADER_GLOB = 128
const INFIX_GLOB = 40
const BASE_PATH = 128
const RESTRICTED_HEADERS =
  /^(access-control-.*|apigw-.*|authorization|connection|content-encoding|content-length|content-location|forwarded|keep-alive|origin|proxy-authenticate|proxy-authorization|te|trailers|transfer-encoding|upgrade|x-amz-.*|x-amzn-.*|x-apigw-api-id|x-forwarded-for|x-forwarded-host|x-forwarded-proto|x-restapi|via)$/i

/** A priority from 1 to 1,000,000. */
export function checkPriority(priority: number | undefined): number {
  if (priority === undefined || !Number.isInteger(priority) || priority < 1 || priority > GREATEST_PRIORITY)
    throw badRequest(`Invalid priority specified. Priority must be between 1 and ${GREATEST_PRIORITY}`)
  return priority
}

/** At most two header conditions and one base path condition; none is a rule for all requests. */
export function checkConditions(conditions: readonly RoutingRuleCondition[] | undefined): RoutingRuleCondition[] {
  if (conditions === undefined) throw badRequest('Conditions must be specified')
  const kept = conditions.map(checkCondition)
  if (kept.filter(({ MatchHeaders }) => MatchHeaders !== undefined).length > 2)
    throw badRequest('A routing rule can have at most two matchHeaders conditions')
  if (kept.filter(({ MatchBasePaths }) => MatchBasePaths !== undefined).length > 1)
    throw badRequest('A routing rule can have at most one matchBasePaths condition')
  return kept
}

function checkCondition({ MatchHeaders, MatchBasePaths }: RoutingRuleCondition): RoutingRuleCondition {
  if ((MatchHeaders === undefined) === (MatchBasePaths === undefined))
    throw badRequest('A condition must have exactly one of matchHeaders and matchBasePaths')
  if (MatchHeaders !== undefined) return { MatchHeaders: { AnyOf: [checkHeader(only(MatchHeaders.AnyOf, 'header'))] } }
  return { MatchBasePaths: { AnyOf: [checkBasePath(only(MatchBasePaths?.AnyOf, 'base path'))] } }
}

function only<T>(list: readonly T[] | undefined, what: string): T {
  const [first] = list ?? []
  if (first === undefined || list?.length !== 1) throw badRequest(`anyOf must contain exactly one ${what}`)
  return first
}

function checkHeader({ Header = '', ValueGlob = '' }: Partial<RoutingRuleMatchHeaderValue>): RoutingRuleMatchHeaderValue {
  if (!/^[A-Za-z0-9?\-!#$%&'.^_`|~]+$/.test(Header) || Header.length >= HEADER_NAME)
    throw badRequest(`Invalid header name specified: ${Header}`)
  if (RESTRICTED_HEADERS.test(Header)) throw badRequest(`Header ${Header} is not supported in a routing rule condition`)
  const inner = ValueGlob.replace(/^\*/, '').replace(/\*$/, '')
  const isInfix = ValueGlob.length > 1 && ValueGlob.startsWith('*') && ValueGlob.endsWith('*')
  // The guide's list of characters has no slash, and its examples have `image/webp`: any are let through.
  if (ValueGlob === '' || inner.includes('*') || ValueGlob.length >= HEADER_GLOB || (isInfix && ValueGlob.length >= INFIX_GLOB))
    throw badRequest(`Invalid header value glob specified: ${ValueGlob}`)
  return { Header, ValueGlob }
}

function checkBasePath(path: string): string {
  if (!/^[A-Za-z0-9$\-_.+!*'()/]+$/.test(path) || path.length >= BASE_PATH || path.startsWith('/') || path.endsWith('/'))
    throw badRequest(`Invalid base path specified: ${path}`)
  return path
}

/** Exactly one action: a stage of a REST API of the account; a private one from private domain names, a public one from public ones. */
export function checkActions(call: Call, domain: DomainNameRecord, actions: readonly RoutingRuleAction[] | undefined): RoutingRuleAction[] {
  const [action] = actions ?? []
  if (action?.InvokeApi === undefined || actions?.length !== 1) throw badRequest('A routing rule must have exactly one invokeApi action')
  const { ApiId = '', Stage = '', StripBasePath = false } = action.InvokeApi
  const api = call.records.restApis.get(ApiId)
  if (api === undefined) throw notFound(`Invalid API identifier specified ${call.account}:${ApiId}`)
  if (call.records.stages.get(Stage, ApiId) === undefined) throw notFound('Invalid stage identifier specified')
  if (isPrivate(api) !== isPrivate(domain))
    throw badRequest('Private domain names lead to private APIs only, and public ones to public APIs')
  return [{ InvokeApi: { ApiId, Stage, StripBasePath } }]
}

function isPrivate({ endpointConfiguration }: Pick<DomainNameRecord, 'endpointConfiguration'>): boolean {
  return endpointConfiguration.types?.[0] === 'PRIVATE'
}
