import type { VtlContext } from '../../language/vtl/run'
import { UTIL } from '../../language/vtl/util-object'
import { JMap, JNumber, type Value } from '../../language/vtl/values'
import { authorizerContext } from '../caller'
import { contextVariable, type Variable } from '../context'
import type { Exchange } from '../exchange'
import type { ClientCertificate } from '../mutual-tls'
import { InputObject, mapOf } from './input-object'
import { overridesIn } from './override-values'

/** The members of `$context` in a template, in the order recorded (facts/03, section 1); those of identity follow their own list. */
const CONTEXT = variables('', [
  'resourceId',
  'resourcePath',
  'httpMethod',
  'extendedRequestId',
  'requestTime',
  'path',
  'accountId',
  'protocol',
  'stage',
  'domainPrefix',
  'requestTimeEpoch',
  'requestId',
  'domainName',
  'deploymentId',
  'apiId',
])
const IDENTITY = variables('identity.', [
  'cognitoIdentityPoolId',
  'accountId',
  'cognitoIdentityId',
  'caller',
  'sourceIp',
  'principalOrgId',
  'accessKey',
  'cognitoAuthenticationType',
  'cognitoAuthenticationProvider',
  'userArn',
  'userAgent',
  'user',
])
/** Maps of `$context` do not print, and show HashMap's order (facts/14, section 4). */
const SILENT = { order: 'hash', prints: false } as const

/** What a template of this exchange sees, with `body` as `$input.body`. `$context` is one for both templates of a request. */
export function templateContext(exchange: Exchange, body: string): VtlContext {
  return {
    get: (name) => {
      switch (name) {
        case 'input':
          return new InputObject(exchange, body)
        case 'util':
          return UTIL
        case 'context':
          return contextMap(exchange)
        case 'stageVariables':
          return mapOf(exchange.stage.variables ?? {})
        default:
          return undefined
      }
    },
  }
}

/** `$context`: made for the first template of an exchange, and kept, so that what one sets the other sees (facts/02, section 5). */
function contextMap(exchange: Exchange): JMap {
  if (exchange.templateContext !== undefined) return exchange.templateContext
  const names = [...CONTEXT.keys(), 'identity']
  if (exchange.route.operationName !== undefined) names.push('operationName')
  if (exchange.stage.isCanary !== undefined) names.push('isCanaryRequest')
  if (exchange.waf !== undefined) names.push('wafResponseCode', 'webaclArn')
  if (authorizerContext(exchange.caller) !== undefined) names.push('authorizer')
  names.push('requestOverride', 'responseOverride')
  exchange.templateContext = new JMap({ order: 'hash' }, { names, value: (name) => contextMember(exchange, name) })
  exchange.overrides = overridesIn(exchange.templateContext)
  return exchange.templateContext
}

function contextMember(exchange: Exchange, name: string): Value | undefined {
  switch (name) {
    case 'identity':
      return identityMap(exchange)
    case 'requestOverride':
      return overrides(['header', 'path', 'querystring'])
    case 'responseOverride':
      return overrides(['header'])
    case 'authorizer':
      return authorizerMap(exchange)
    case 'operationName':
      return exchange.route.operationName
    case 'isCanaryRequest':
      return exchange.stage.isCanary
    case 'wafResponseCode':
      return exchange.waf?.responseCode
    case 'webaclArn':
      return exchange.waf?.webAclArn
    default:
      return valueIn(CONTEXT.get(name), exchange)
  }
}

/** What an authorizer told: texts; of a user pool's token, `claims`, which print as nothing by themselves (facts/03, section 1). */
function authorizerMap({ caller }: Exchange): JMap {
  const map = new JMap(SILENT)
  for (const [name, value] of Object.entries(authorizerContext(caller) ?? {})) {
    if (typeof value === 'number') map.put(name, new JNumber('long', BigInt(Math.round(value))))
    else if (typeof value === 'string') map.put(name, value)
    else {
      const claims = new JMap(SILENT)
      for (const [claim, text] of Object.entries(value as Record<string, string>)) claims.put(claim, text)
      map.put(name, claims)
    }
  }
  return map
}

function overrides(places: readonly string[]): JMap {
  return new JMap(SILENT, { names: places, value: (name) => (places.includes(name) ? new JMap(SILENT) : undefined) })
}

function identityMap(exchange: Exchange): JMap {
  const names = [...IDENTITY.keys()]
  const { key, request } = exchange
  if (key !== undefined) names.push('apiKey', 'apiKeyId')
  if (request.clientCert !== undefined) names.push('clientCert')
  for (const name of ['vpcId', 'vpceId'] as const) if (request[name] !== undefined) names.push(name)
  return new JMap(SILENT, { names, value: (name) => identityMember(exchange, name) })
}

function identityMember(exchange: Exchange, name: string): Value | undefined {
  const { key, request } = exchange
  switch (name) {
    case 'apiKey':
      return key?.value
    case 'apiKeyId':
      return key?.id
    case 'clientCert':
      return request.clientCert && clientCert(request.clientCert)
    case 'vpcId':
    case 'vpceId':
      return request[name]
    default:
      return valueIn(IDENTITY.get(name), exchange)
  }
}

/** `$context.identity.clientCert` (facts/03, section 1). The order of the members is uncertain. */
function clientCert({ validity, ...members }: ClientCertificate): JMap {
  const map = new JMap(SILENT)
  for (const [name, value] of Object.entries(members)) map.put(name, value)
  const period = new JMap(SILENT)
  for (const [name, value] of Object.entries(validity)) period.put(name, value)
  map.put('validity', period)
  return map
}

function variables(prefix: string, names: readonly string[]): ReadonlyMap<string, Variable> {
  return new Map(names.map((name) => [name, contextVariable(`${prefix}${name}`) ?? (() => null)]))
}

/** A variable as a template has it; undefined when it is none of a list's. */
function valueIn(variable: Variable | undefined, exchange: Exchange): Value | undefined {
  const value = variable?.(exchange)
  if (typeof value === 'number') return new JNumber('long', BigInt(value))
  return variable === undefined ? undefined : (value ?? null)
}
