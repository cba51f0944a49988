import type { VtlContext } from '../../language/vtl/run'
import { UTIL } from '../../language/vtl/util-object'
import { JMap, JNumber, type Value } from '../../language/vtl/values'
import { CONTEXT_VARIABLES } from '../context'
import type { Exchange } from '../exchange'
import type { ClientCertificate } from '../mutual-tls'
import { InputObject, mapOf } from './input-object'

/** The members of `$context` in a template, in the order recorded (facts/03, section 1); those of identity follow their own list. */
const CONTEXT = [
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
]
const IDENTITY = [
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
]
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
  const names = [...CONTEXT, 'identity']
  if (exchange.route.operationName !== undefined) names.push('operationName')
  if (exchange.stage.isCanary !== undefined) names.push('isCanaryRequest')
  names.push('requestOverride', 'responseOverride')
  exchange.templateContext = new JMap({ order: 'hash' }, { names, value: (name) => contextMember(exchange, name) })
  return exchange.templateContext
}

function contextMember(exchange: Exchange, name: string): Value {
  switch (name) {
    case 'identity':
      return identityMap(exchange)
    case 'requestOverride':
      return overrides(['header', 'path', 'querystring'])
    case 'responseOverride':
      return overrides(['header'])
    default:
      return variable(exchange, name)
  }
}

function overrides(places: readonly string[]): JMap {
  return new JMap(SILENT, { names: places, value: () => new JMap(SILENT) })
}

function identityMap(exchange: Exchange): JMap {
  const { key, request } = exchange
  const names = [...IDENTITY]
  if (key !== undefined) names.push('apiKey', 'apiKeyId')
  if (request.clientCert !== undefined) names.push('clientCert')
  for (const name of ['vpcId', 'vpceId'] as const) if (request[name] !== undefined) names.push(name)
  const value = (name: string) =>
    name === 'clientCert' && request.clientCert !== undefined ? clientCert(request.clientCert) : variable(exchange, `identity.${name}`)
  return new JMap(SILENT, { names, value })
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

function variable(exchange: Exchange, name: string): Value {
  const value = CONTEXT_VARIABLES[name]?.(exchange)
  if (typeof value === 'number') return new JNumber('long', BigInt(value))
  return value ?? null
}
