import { JsonParseError, parseJson } from '../../language/json/parse'
import { printJson } from '../../language/json/print'
import type { Json } from '../../language/json/value'
import { JsonPathError } from '../../language/jsonpath/error'
import { compileJsonPath, type JsonPath } from '../../language/jsonpath/jsonpath'
import { TemplateError } from '../../language/vtl/errors'
import { fromJson } from '../../language/vtl/json-values'
import type { VtlContext } from '../../language/vtl/run'
import { UTIL } from '../../language/vtl/util-object'
import { HostObject, JMap, JNumber, type Value } from '../../language/vtl/values'
import { CONTEXT_VARIABLES } from '../context'
import { GatewayError } from '../errors'
import type { Exchange } from '../exchange'
import type { ClientCertificate } from '../mutual-tls'

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
  const roots: Record<string, () => Value> = {
    input: () => inputObject(exchange, body),
    util: () => UTIL,
    context: () => contextMap(exchange),
    stageVariables: () => mapOf(Object.entries(exchange.stage.variables ?? {})),
  }
  const made = new Map<string, Value>()
  return {
    get: (name) => {
      if (!Object.hasOwn(roots, name)) return undefined
      let value = made.get(name)
      if (value === undefined) {
        value = (roots[name] as () => Value)()
        made.set(name, value)
      }
      return value
    },
  }
}

/** `$context`: made for the first template of an exchange, and kept, so that what one sets the other sees (facts/02, section 5). */
function contextMap(exchange: Exchange): JMap {
  if (exchange.templateContext !== undefined) return exchange.templateContext
  const map = new JMap({ order: 'hash' })
  for (const name of CONTEXT) map.put(name, variable(exchange, name))
  const identity = new JMap(SILENT)
  for (const name of IDENTITY) identity.put(name, variable(exchange, `identity.${name}`))
  if (exchange.key !== undefined) for (const name of ['apiKey', 'apiKeyId']) identity.put(name, variable(exchange, `identity.${name}`))
  if (exchange.request.clientCert !== undefined) identity.put('clientCert', clientCert(exchange.request.clientCert))
  for (const name of ['vpcId', 'vpceId'] as const) {
    const value = exchange.request[name]
    if (value !== undefined) identity.put(name, value)
  }
  map.put('identity', identity)
  const { operationName } = exchange.route
  if (operationName !== undefined) map.put('operationName', operationName)
  const { isCanary } = exchange.stage
  if (isCanary !== undefined) map.put('isCanaryRequest', isCanary)
  const empty = (names: readonly string[]) => {
    const overrides = new JMap(SILENT)
    for (const name of names) overrides.put(name, new JMap(SILENT))
    return overrides
  }
  map.put('requestOverride', empty(['header', 'path', 'querystring']))
  map.put('responseOverride', empty(['header']))
  exchange.templateContext = map
  return map
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

/** `$input` (facts/03, section 2): the body is parsed when first asked for, and once. */
function inputObject(exchange: Exchange, body: string): HostObject {
  const text = body === '' ? '{}' : body
  let parsed: { readonly json: Json } | undefined
  const evaluate = (path: string): Json | undefined => {
    try {
      parsed ??= { json: parseJson(text) }
      return pathOf(path).evaluate(parsed.json)
    } catch (error) {
      // A body that breaks off is the client's fault: recorded (facts/14, JSON and JSONPath).
      if (error instanceof JsonParseError) throw new GatewayError('DEFAULT_4XX', 'Could not process payload...')
      if (error instanceof JsonPathError) throw new TemplateError('MethodInvocationException', error.message)
      throw error
    }
  }
  const onPath = (use: (path: string) => Value) => (args: readonly Value[]) =>
    args.length === 1 && typeof args[0] === 'string' ? use(args[0]) : undefined
  let params: JMap | undefined
  return new HostObject('Input', {
    properties: { body: () => text },
    methods: {
      path: onPath((path) => fromJson(evaluate(path) ?? null)),
      json: onPath((path) => {
        const found = evaluate(path)
        return found === undefined || found === null ? '""' : printJson(found)
      }),
      params: (args) => {
        params ??= paramsMap(exchange)
        const [name] = args
        if (args.length === 0) return params
        if (typeof name !== 'string') return undefined
        for (const where of ['path', 'querystring', 'header']) {
          const value = (params.get(where) as JMap).get(name)
          if (value !== undefined) return value
        }
        return null
      },
    },
  })
}

/** Path parameters decoded, the last value of a query parameter, headers in the case that they came in. */
function paramsMap({ pathParameters, query, request }: Exchange): JMap {
  const headers: [string, string][] = []
  for (let i = 0; i < request.headers.length; i += 2) headers.push([request.headers[i] as string, request.headers[i + 1] as string])
  const all = new JMap()
  all.put('path', mapOf(Object.entries(pathParameters ?? {}).map(([name, value]) => [name, decode(value)])))
  all.put('querystring', mapOf([...query].map(([name, values]) => [name, values.at(-1) ?? ''])))
  all.put('header', mapOf(headers))
  return all
}

function mapOf(entries: readonly (readonly [string, string])[]): JMap {
  const map = new JMap()
  for (const [name, value] of entries) map.put(name, value)
  return map
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** Templates name their paths as texts that are known only when they run; most are the same each time. */
const PATHS = new Map<string, JsonPath>()
const MOST_PATHS = 2_000

function pathOf(text: string): JsonPath {
  let path = PATHS.get(text)
  if (path === undefined) {
    path = compileJsonPath(text)
    if (PATHS.size >= MOST_PATHS) PATHS.clear()
    PATHS.set(text, path)
  }
  return path
}
