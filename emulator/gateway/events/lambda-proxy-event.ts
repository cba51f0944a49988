import { decodeUtf8 } from '../../base/bytes'
import { firstHeader, type HeaderFields } from '../../base/headers'
import type { Exchange } from '../exchange'
import { isBinary } from '../mapping/media-types'
import type { RestRoute } from '../phase'
import { objectText, quoted } from './json-text'
import { eventPath, headerValues, planRequestContext, queryValues } from './request-parts'

/** Plans the event of payload format 1.0 (facts/02, section 1) for a route: the JSON text that crosses to the function. */
export function planLambdaEvent(route: RestRoute): (exchange: Exchange) => string {
  const { definition, resource, stage } = route
  const binaryMediaTypes = definition.api.binaryMediaTypes ?? []
  const resourceText = `{"resource":${quoted(resource.path)},"path":`
  const stageVariables = stage.variables === undefined || Object.keys(stage.variables).length === 0 ? null : stage.variables
  const stageText = `,"stageVariables":${JSON.stringify(stageVariables)},"requestContext":`
  const requestContext = planRequestContext(route)
  return (exchange) => {
    const { request } = exchange
    const headers = headerValues(exchange)
    const query = queryValues(exchange)
    const { body, isBase64Encoded } = encodeBody(request.body, request.headers, binaryMediaTypes)
    const asked = `${resourceText}${quoted(eventPath(exchange))},"httpMethod":${quoted(request.method)},"headers":${headers.single},"multiValueHeaders":${headers.multi}`
    const parameters = `,"queryStringParameters":${query?.single ?? 'null'},"multiValueQueryStringParameters":${query?.multi ?? 'null'}`
    const path = `,"pathParameters":${objectText(exchange.pathParameters, 'null')}`
    return `${asked}${parameters}${path}${stageText}${requestContext(exchange)},"body":${JSON.stringify(body)},"isBase64Encoded":${isBase64Encoded}}`
  }
}

/** Text as it is; bytes of a binary media type, or that are no UTF-8, in base64; no body is null. */
function encodeBody(
  body: Uint8Array | undefined,
  headers: HeaderFields,
  binaryMediaTypes: readonly string[],
): { body: string | null; isBase64Encoded: boolean } {
  if (body === undefined || body.byteLength === 0) return { body: null, isBase64Encoded: false }
  const text = isBinary(firstHeader(headers, 'content-type'), binaryMediaTypes) ? undefined : decodeUtf8(body)
  if (text !== undefined) return { body: text, isBase64Encoded: false }
  return { body: Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64'), isBase64Encoded: true }
}
