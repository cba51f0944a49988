import { type Awaitable, isPromise } from '../base/awaitable'
import type { HeaderFields } from '../base/headers'
import type { CompiledStage } from './compile'
import { decompress } from './decompress'
import { GatewayError, internalError, NotEmulated } from './errors'
import { DONE, Exchange, type GatewayRequest, type GatewayResponse } from './exchange'
import { traceContext } from './tracing/trace-context'

/** What one request came to, for who watches: the server's log line, the list of recent requests. */
export interface Outcome {
  readonly exchange: Exchange
  readonly response: GatewayResponse
  /** What went wrong inside Portico itself; the client got a 500. */
  readonly bug?: unknown
}

/** Runs a request through a stage. Never rejects: whatever happens becomes a response. Answers at once when no step waits. */
export function runRequest(stage: CompiledStage, received: GatewayRequest): Awaitable<Outcome> {
  const { clock, ids } = stage.ports
  let request = received
  let broken: unknown
  if (stage.decompresses) {
    try {
      request = decompress(received)
    } catch (error) {
      broken = error
    }
  }
  const match = stage.router.find(request.method, request.path)
  const receivedAt = clock.now()
  const chosen = chosenBy(request.headers)
  const exchange = new Exchange(
    chosen.requestId ?? ids.uuid(),
    ids.extendedRequestId(),
    receivedAt,
    request,
    stage,
    match?.value ?? stage.noRoute,
    match?.pathParameters,
    chosen.trace,
    () => traceContext(stage, request, receivedAt, chosen.trace),
  )
  if (broken !== undefined) return refuse(stage, exchange, broken)
  const { steps } = exchange.route
  for (let i = 0; i < steps.length; i++) {
    try {
      const going = (steps[i] as (typeof steps)[number])(exchange)
      if (isPromise(going)) return continueAsync(stage, exchange, i, going)
      if (going === DONE) break
    } catch (error) {
      return refuse(stage, exchange, error)
    }
  }
  return finish(stage, exchange)
}

async function continueAsync(
  stage: CompiledStage,
  exchange: Exchange,
  at: number,
  waiting: Promise<undefined | typeof DONE>,
): Promise<Outcome> {
  const { steps } = exchange.route
  try {
    let going: undefined | typeof DONE = await waiting
    for (let i = at + 1; i < steps.length && going !== DONE; i++) {
      const next = (steps[i] as (typeof steps)[number])(exchange)
      going = isPromise(next) ? await next : next
    }
  } catch (error) {
    return refuse(stage, exchange, error)
  }
  return finish(stage, exchange)
}

function finish(stage: CompiledStage, exchange: Exchange): Outcome {
  const { response } = exchange
  if (response === undefined)
    return refuse(stage, exchange, new Error(`No phase of ${exchange.route.httpMethod} ${exchange.route.resourcePath} made a response.`))
  close(stage, exchange, response)
  return { exchange, response }
}

/** What is done with every response; all of it at one moment of the clock. */
function close(stage: CompiledStage, exchange: Exchange, response: GatewayResponse): void {
  exchange.endedAt = stage.ports.clock.now()
  for (const step of stage.closing) step(exchange, response)
}

/** A refusal becomes the API's gateway response; what is not emulated names itself; anything else is our bug. */
function refuse(stage: CompiledStage, exchange: Exchange, error: unknown): Outcome {
  const bug = error instanceof GatewayError || error instanceof NotEmulated ? undefined : error
  if (error instanceof NotEmulated) {
    exchange.response = {
      status: 501,
      headers: ['Content-Type', 'application/json'],
      body: JSON.stringify({ message: `Not emulated by Portico yet: ${error.message}` }),
    }
  } else {
    exchange.error = error instanceof GatewayError ? error : internalError('Execution failed due to an internal error')
    exchange.response = stage.respondToError(exchange, exchange.error)
  }
  const { response } = exchange
  close(stage, exchange, response)
  return bug === undefined ? { exchange, response } : { exchange, response, bug }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** What a client says of its request's ids. */
interface Chosen {
  readonly requestId: string | undefined
  /** `X-Amzn-Trace-Id`, where it names a root. */
  readonly trace: string | undefined
}

const NOTHING: Chosen = { requestId: undefined, trace: undefined }
const DASH = 45

/**
 * In one look at the headers: the request id, which a client may choose as long as it is a UUID (facts/01, section 8), and the trace header.
 * The first of a name counts.
 */
function chosenBy(headers: HeaderFields): Chosen {
  let requestId: string | undefined
  let trace: string | undefined
  for (let i = 0; i < headers.length; i += 2) {
    const field = headers[i] as string
    if (field.charCodeAt(1) !== DASH) continue
    if (field.length === 16 && requestId === undefined && field.toLowerCase() === 'x-amzn-requestid') requestId = headers[i + 1]
    else if (field.length === 15 && trace === undefined && field.toLowerCase() === 'x-amzn-trace-id') trace = headers[i + 1]
  }
  if (requestId === undefined && trace === undefined) return NOTHING
  return {
    requestId: requestId !== undefined && UUID.test(requestId) ? requestId : undefined,
    trace: trace?.includes('Root=') ? trace : undefined,
  }
}
