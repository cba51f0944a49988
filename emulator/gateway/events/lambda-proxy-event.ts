import { decodeUtf8 } from '../../base/bytes'
import { firstHeader, type HeaderFields } from '../../base/headers'
import type { Exchange } from '../exchange'
import { isBinary } from '../mapping/media-types'
import type { RestRoute } from '../phase'
import { eventPath, headerValues, planRequestContext, queryValues } from './request-parts'

/** Plans the event of payload format 1.0 (facts/02, section 1) for a route: the JSON text that crosses to the function. */
export function planLambdaEvent(route: RestRoute): (exchange: Exchange) => string {
  const { definition, resource, stage } = route
  const binaryMediaTypes = definition.api.binaryMediaTypes ?? []
  const stageVariables = stage.variables === undefined || Object.keys(stage.variables).length === 0 ? null : stage.variables
  const requestContext = planRequestContext(route)
  return (exchange) => {
    const { request } = exchange
    const headers = headerValues(exchange)
    const query = queryValues(exchange)
    const { body, isBase64Encoded } = encodeBody(request.body, request.headers, binaryMediaTypes)
    return JSON.stringify({
      resource: resource.path,
      path: eventPath(exchange),
      httpMethod: request.method,
      headers: headers.single,
      multiValueHeaders: headers.multi,
      queryStringParameters: query?.single ?? null,
      multiValueQueryStringParameters: query?.multi ?? null,
      pathParameters: exchange.pathParameters ?? null,
      stageVariables,
      requestContext: requestContext(exchange),
      body,
      isBase64Encoded,
    })
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
