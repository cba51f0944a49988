import type { ContentHandlingStrategy } from '@aws-sdk/client-api-gateway'
import { firstHeader } from '../../base/headers'
import { Recent } from '../../base/recent'
import { compileFullMatch } from '../../language/java-pattern'
import type { IntegrationResponseRecord } from '../../model/apigateway'
import { GatewayError, internalError, NotEmulated } from '../errors'
import type { Exchange, GatewayResponse, IntegrationReply, Step } from '../exchange'
import { integrationOf } from '../integrations/index'
import { planPayload, textFor } from '../mapping/content-handling'
import { overrideResponse } from '../mapping/overrides'
import { compileResponseSource, type ResponseSource } from '../mapping/response-parameters'
import { checkHeaderValue } from '../mapping/sendable-headers'
import { compileTemplates, mediaType } from '../mapping/templates'
import type { CompiledTemplate } from '../mapping/velocity'
import type { Phase, RestRoute } from '../phase'
import { planHttpProxyResponse } from '../responses/http-proxy-response'
import { planLambdaResponse, streamLambdaReply } from '../responses/lambda-proxy-response'
import { RESPONSE_HEADER_RULES } from '../responses/remap-headers'

/** Makes the response: a proxy's as it came, a custom one through the integration response that its status selects. */
export const mapResponse: Phase<RestRoute> = {
  name: 'map-response',
  plan: (route) => {
    switch (route.integration.type) {
      case 'AWS_PROXY':
        return route.integration.responseTransferMode === 'STREAM' ? streamLambdaReply : planLambdaResponse(route)
      case 'HTTP_PROXY':
        return planHttpProxyResponse(route)
      default:
        return planCustom(route)
    }
  },
}

interface CompiledIntegrationResponse {
  readonly matches: (selection: string) => boolean
  readonly isDefault: boolean
  readonly status: number
  readonly headers: readonly (readonly [string, ResponseSource])[]
  readonly templates: ReadonlyMap<string, CompiledTemplate>
  readonly contentHandling: ContentHandlingStrategy | undefined
}

/** First match wins, then the default one, then 500 (facts/02, section 2; facts/01, step 18). */
function planCustom(route: RestRoute): Step {
  const responses = Object.values(route.integration.integrationResponses ?? {}).map((response) => compileResponse(response, route))
  const patterned = responses.filter(({ isDefault }) => !isDefault)
  const fallback = responses.find(({ isDefault }) => isDefault)
  const declared = new Set(Object.keys(route.method.methodResponses ?? {}))
  const { selection } = integrationOf(route)
  const payload = planPayload(route)
  return (exchange) => {
    const reply = exchange.reply as IntegrationReply
    const selector = selection(reply)
    const selected = patterned.find(({ matches }) => matches(selector)) ?? fallback
    if (selected === undefined) {
      throw new GatewayError('API_CONFIGURATION_ERROR', undefined, {
        log: `Execution failed due to configuration error: No match for output mapping and no default output mapping configured. Endpoint Response Status Code: ${reply.status}`,
      })
    }
    if (!declared.has(String(selected.status)))
      throw internalError(
        `Execution failed due to configuration error: Output mapping refers to an invalid method response: ${selected.status}`,
      )
    exchange.response = build(exchange, reply, selected, payload(exchange, reply, selected.contentHandling))
    return undefined
  }
}

function build(
  exchange: Exchange,
  reply: IntegrationReply,
  selected: CompiledIntegrationResponse,
  payload: string | Uint8Array,
): GatewayResponse {
  const headers: string[] = []
  for (const [name, source] of selected.headers) {
    const value = source(exchange, reply)
    if (value === undefined) continue
    checkHeaderValue(name, value)
    headers.push(name, value)
  }
  const accept = firstHeader(exchange.request.headers, 'accept')
  const template =
    selected.templates.get(accept === undefined ? 'application/json' : mediaType(accept)) ??
    selected.templates.get('application/json') ??
    first(selected.templates)
  const response: GatewayResponse = {
    status: selected.status,
    headers,
    body: template === undefined ? payload : template.render(exchange, textFor(payload, 'response')),
  }
  overrideResponse(exchange, response)
  return response
}

function first<T>(values: ReadonlyMap<string, T>): T | undefined {
  for (const value of values.values()) return value
  return undefined
}

function compileResponse(response: IntegrationResponseRecord, route: RestRoute): CompiledIntegrationResponse {
  const pattern = response.selectionPattern ?? ''
  const headers: [string, ResponseSource][] = []
  for (const [key, expression] of Object.entries(response.responseParameters ?? {})) {
    const given = /^method\.response\.header\.(.+)$/.exec(key)?.[1]
    const name = given === undefined ? undefined : RESPONSE_HEADER_RULES.custom(given)
    if (name === undefined) continue
    const source = compileResponseSource(expression, route.variables)
    if (source === undefined)
      route.report(
        'mapping-not-emulated',
        `The mapping ${key} = ${expression} is not emulated yet: requests that need it are answered 501.`,
      )
    const fail: ResponseSource = () => {
      throw new NotEmulated(`the mapping ${key} = ${expression}`)
    }
    headers.push([name, source ?? fail])
  }
  return {
    matches: selection(pattern, route),
    isDefault: pattern === '',
    status: Number(response.statusCode),
    headers,
    templates: compileTemplates(response.responseTemplates, route, 'response template'),
    contentHandling: response.contentHandling,
  }
}

/** A selection pattern has to match the status as a whole. A pattern that is no regular expression matches nothing, and is reported. */
function selection(pattern: string, { report }: RestRoute): (selection: string) => boolean {
  const matches = compileFullMatch(pattern)
  if (matches === undefined) {
    report(
      'selection-pattern',
      `The selection pattern ${JSON.stringify(pattern)} is no regular expression: it never matches.`,
      'Write it as for java.util.regex, e.g. 4\\d{2}.',
    )
    return () => false
  }
  // A status is asked for again and again; a function's error message, which counts as well, may be a new one each time.
  const known = new Recent<{ readonly matches: boolean }>(100)
  return (text) => (text.length > 200 ? matches(text) : known.get(text, () => ({ matches: matches(text) })).matches)
}
