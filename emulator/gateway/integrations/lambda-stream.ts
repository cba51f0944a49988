import { Pieces } from '../../base/pieces'
import { internalError } from '../errors'
import { planLambdaEvent } from '../events/lambda-proxy-event'
import type { IntegrationReply, Step } from '../exchange'
import type { Ports, RestRoute } from '../phase'
import { planLambdaCall } from './lambda-call'

/** Bytes in which the metadata and its delimiter have to come (facts/02, section 10). */
const LONGEST_METADATA = 16_384
const DELIMITER = Buffer.alloc(8)

/**
 * AWS_PROXY with `responseTransferMode: STREAM`: the function's first bytes are the metadata of the response, as JSON, then eight zero
 * bytes; the client gets what follows as it comes (facts/02, section 10). A failure after the metadata cuts the body off.
 */
export function planLambdaStream(route: RestRoute, ports: Ports, functionArn: string): Step {
  const event = planLambdaEvent(route)
  const call = planLambdaCall(route, ports, functionArn)
  return (exchange) =>
    new Promise((resolve, reject) => {
      const pieces = new Pieces()
      let head: Buffer | undefined = Buffer.alloc(0)
      let broken = false
      const onChunk = (chunk: Uint8Array) => {
        if (broken) return
        if (head === undefined) {
          pieces.push(chunk)
          return
        }
        head = Buffer.concat([head, chunk])
        const end = head.indexOf(DELIMITER)
        if (end < 0) {
          broken = head.length > LONGEST_METADATA
          if (broken) reject(malformed())
          return
        }
        const rest = head.subarray(end + DELIMITER.length)
        exchange.reply = { status: 200, headers: [], body: head.subarray(0, end).toString('utf8'), stream: pieces }
        head = undefined
        if (rest.length > 0) pieces.push(rest)
        resolve(undefined)
      }
      call(exchange, event(exchange), { onChunk }).then(
        (reply) => {
          if (head === undefined) pieces.end(reply.invocation?.functionError === undefined ? undefined : new Error('The function failed.'))
          else reject(failed(reply))
        },
        (error: unknown) => {
          pieces.end(error)
          reject(error)
        },
      )
    })
}

/** Uncertain: the log of a streamed response that has no metadata. */
function malformed() {
  return internalError('Execution failed due to configuration error: Malformed Lambda proxy response', 502)
}

function failed({ invocation, body }: IntegrationReply) {
  if (invocation?.functionError === undefined) return malformed()
  let message: unknown
  try {
    message = (JSON.parse(String(body)) as { errorMessage?: unknown }).errorMessage
  } catch {}
  return internalError(
    `Lambda execution failed with status 200 due to customer function error: ${typeof message === 'string' ? message : ''}. Lambda request id: ${invocation.requestId}`,
    502,
  )
}
