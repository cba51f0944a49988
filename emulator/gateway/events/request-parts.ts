import { firstHeader } from '../../base/headers'
import { authorizerContext } from '../caller'
import { formatRequestTime } from '../context'
import type { Exchange } from '../exchange'
import type { RestRoute } from '../phase'
import { quoted } from './json-text'

// The parts of an event, as the JSON text that crosses to the function: most of it is known when the stage is compiled, and objects that are
// made only to be written cost most of what an event costs.

/** Two JSON objects: the last value of each name, and all of them. */
export interface Values {
  readonly single: string
  readonly multi: string
}

/** Plans `requestContext` of payload format 1.0 (facts/02, section 1). */
export function planRequestContext(route: RestRoute): (exchange: Exchange) => string {
  const { account, definition, resource, stage, method } = route
  const operation = method.operationName === undefined ? '' : `,"operationName":${quoted(method.operationName)}`
  const canary = route.isCanary === undefined ? '' : `,"isCanaryRequest":${route.isCanary}`
  const resourceId = `{"resourceId":${quoted(resource.id)}`
  const resourcePath = `,"resourcePath":${quoted(resource.path)}${operation},"httpMethod":`
  const own = `,"accountId":${quoted(account)},"protocol":"HTTP/1.1","stage":${quoted(stage.stageName)},"domainPrefix":`
  const ids = `,"deploymentId":${quoted(stage.deploymentId)},"apiId":${quoted(definition.api.id)}${canary}}`
  return (exchange) => {
    const { request, caller, receivedAt } = exchange
    const { domainName } = request
    const authorizer = authorizerContext(caller)
    const called = `${resourceId}${authorizer === undefined ? '' : `,"authorizer":${JSON.stringify(authorizer)}`}${resourcePath}${quoted(request.method)}`
    const when = `,"extendedRequestId":${quoted(exchange.extendedId)},"requestTime":"${formatRequestTime(receivedAt)}","path":${quoted(request.fullPath)}`
    const where = `${own}${quoted(domainName.split('.', 1)[0] as string)},"requestTimeEpoch":${receivedAt},"requestId":"${exchange.id}"`
    return `${called}${when}${where},"identity":${identity(exchange)},"domainName":${quoted(domainName)}${ids}`
  }
}

/** The path of an event: through a custom domain, with what was cut off. */
export function eventPath({ request }: Exchange): string {
  return request.basePath === undefined && request.routingRuleId === undefined ? request.path : request.fullPath
}

/** The JSON of `identity`. */
function identity({ request, key, caller }: Exchange): string {
  const iam = caller?.iam
  const pool = `{"cognitoIdentityPoolId":${orNull(iam?.cognitoIdentityPoolId)},"accountId":${orNull(iam?.accountId)},"cognitoIdentityId":${orNull(iam?.cognitoIdentityId)}`
  const from = `,"caller":${orNull(iam?.caller)},"sourceIp":${quoted(request.sourceIp)},"principalOrgId":${orNull(iam?.principalOrgId)},"accessKey":${orNull(iam?.accessKey)}`
  const how = `,"cognitoAuthenticationType":${orNull(iam?.cognitoAuthenticationType)},"cognitoAuthenticationProvider":${orNull(iam?.cognitoAuthenticationProvider)}`
  const who = `,"userArn":${orNull(iam?.userArn)},"userAgent":${orNull(firstHeader(request.headers, 'user-agent'))},"user":${orNull(iam?.user)}`
  const { clientCert, vpcId, vpceId } = request
  if (key === undefined && clientCert === undefined && vpcId === undefined && vpceId === undefined) return `${pool}${from}${how}${who}}`
  // Absent unless there is one.
  const others = JSON.stringify({ apiKey: key?.value, apiKeyId: key?.id, clientCert, vpcId, vpceId })
  return `${pool}${from}${how}${who},${others.slice(1)}`
}

function orNull(value: string | null | undefined): string {
  return value === undefined || value === null ? 'null' : quoted(value)
}

/** The query parameters of an event; undefined when there are none. */
export function queryValues({ query }: Exchange): Values | undefined {
  if (query.size === 0) return undefined
  const found = new Found()
  for (const [name, values] of query) found.addAll(quoted(name), values)
  return found.end()
}

/** The client's headers, and those that the gateway adds. */
export function headerValues(exchange: Exchange): Values {
  const found = new Found()
  const { headers, sourceIp } = exchange.request
  let forwardedFor = sourceIp
  for (let i = 0; i < headers.length; i += 2) {
    const name = nameText(headers[i] as string)
    if (name === OURS) continue
    if (name === FORWARDED_FOR) forwardedFor = `${headers[i + 1]}, ${sourceIp}`
    else found.add(name, headers[i + 1] as string)
  }
  found.add('"X-Amzn-Trace-Id"', exchange.trace.told)
  found.add(FORWARDED_FOR, forwardedFor)
  found.add('"X-Forwarded-Port"', '443')
  found.add('"X-Forwarded-Proto"', 'https')
  return found.end()
}

const OURS = ''
const FORWARDED_FOR = '"X-Forwarded-For"'
/** Headers that the gateway makes itself, and spellings that it changes in events (facts/01, section 6). */
const SPECIAL: Readonly<Record<string, string>> = {
  authorization: '"Authorization"',
  'user-agent': '"User-Agent"',
  'x-amzn-trace-id': OURS,
  'x-forwarded-for': FORWARDED_FOR,
  'x-forwarded-port': OURS,
  'x-forwarded-proto': OURS,
}

/** Names that have been seen, in quotation marks: clients send the same ones with each request. */
const NAMES = new Map<string, string>()
const MOST_NAMES = 1000

function nameText(name: string): string {
  let text = NAMES.get(name)
  if (text === undefined) {
    text = SPECIAL[name.toLowerCase()] ?? quoted(name)
    if (NAMES.size < MOST_NAMES) NAMES.set(name, text)
  }
  return text
}

/** The names and values of one part, in the order in which each name came first. */
class Found {
  readonly #names: string[] = []
  /** One value or several. */
  readonly #values: (string | readonly string[])[] = []

  add(name: string, value: string): void {
    const at = this.#names.indexOf(name)
    if (at < 0) this.addAll(name, value)
    else this.#values[at] = [this.#values[at] as string | string[], value].flat()
  }

  addAll(name: string, values: string | readonly string[]): void {
    this.#names.push(name)
    this.#values.push(values)
  }

  end(): Values {
    let single = '{'
    let multi = '{'
    for (let i = 0; i < this.#names.length; i++) {
      const values = this.#values[i] as string | readonly string[]
      const begin = `${i === 0 ? '' : ','}${this.#names[i]}:`
      if (typeof values === 'string') {
        const value = quoted(values)
        single += begin + value
        multi += `${begin}[${value}]`
      } else {
        single += begin + quoted(values[values.length - 1] as string)
        multi += begin + JSON.stringify(values)
      }
    }
    return { single: `${single}}`, multi: `${multi}}` }
  }
}
