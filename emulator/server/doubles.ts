import { toText } from '../base/bytes'
import { UserError } from '../base/diagnostics'
import { type DurationParts, toMilliseconds } from '../base/duration'
import type { Send } from '../gateway/phase'
import { type Double, describeInvocation, type FunctionDoubles, parsed, throwing } from '../runner/doubles'
import type { Handler } from '../runner/worker-handler'
import type { Call } from '../services/operations'
import { findFunction } from './find-function'

/** What `/_portico/functions` needs of the emulator. */
export interface DoublesPort {
  readonly doubles: FunctionDoubles
  readonly call: () => Call
  readonly entries: () => readonly { readonly functionName: string; readonly entry: string }[]
  readonly send: Send
}

interface Answer {
  readonly status: number
  readonly value: unknown
}

/** Milliseconds that a server may take that stands in for a function. */
const STAND_IN = 900_000
const EXPECTED =
  'Expected {"result": ...}, {"url": "http://127.0.0.1:9000/"} (gets the event by POST, answers the result), {"fail": "timeout" | "throttle" | {"errorType", "errorMessage"}} or {"delay": "PT1S"}'

/** `/_portico/functions/{name}`: PUT sets a double, DELETE brings the function back, GET `.../invocations` tells what it was called with. */
export async function serveDoubles(port: DoublesPort, method: string, path: string, body: string): Promise<Answer> {
  const [, encoded = '', rest = ''] = /^\/_portico\/functions\/([^?]+?)(\/invocations)?$/.exec(path) ?? []
  try {
    const { FunctionName, FunctionArn } = findFunction(port.call(), decodeURIComponent(encoded), port.entries())
    if (method === 'GET' && rest !== '')
      return { status: 200, value: { function: FunctionName, invocations: invocations(port, FunctionArn) } }
    if (rest !== '' || (method !== 'PUT' && method !== 'DELETE'))
      return { status: 405, value: { message: `There is no ${method} ${path}.` } }
    const double = method === 'PUT' ? readDouble(body, port.send) : undefined
    if (typeof double === 'string') return { status: 400, value: { message: double } }
    port.doubles.set(FunctionArn, double)
    port.call().functions.retire(FunctionName)
    return { status: 200, value: { function: FunctionName, double: double === undefined ? null : JSON.parse(body) } }
  } catch (error) {
    if (error instanceof UserError) return { status: 404, value: { message: error.message, diagnostics: error.diagnostics } }
    if (error instanceof URIError) return { status: 400, value: { message: `The name of the function is not well encoded: ${encoded}` } }
    throw error
  }
}

function invocations({ doubles }: DoublesPort, arn: string): object[] {
  return doubles.invocations(arn).map((each) => ({ at: new Date(each.at).toISOString(), ...describeInvocation(each) }))
}

/** What is to stand in for the function; what is wrong with it, as text. */
function readDouble(body: string, send: Send): Double | string {
  const found = `${EXPECTED}, found ${body === '' ? 'no body' : body.slice(0, 200)}.`
  const given = parsed(body)
  if (typeof given !== 'object' || given === null) return found
  const { result, url, fail, delay, ...others } = given as Record<string, unknown>
  const ways = ['result', 'url', 'fail'].filter((way) => way in given)
  if (Object.keys(others).length > 0 || ways.length > 1 || (ways.length === 0 && delay === undefined)) return found
  const ms = delay === undefined ? undefined : toMilliseconds(delay as DurationParts | string | number)
  if (delay !== undefined && ms === undefined) return found
  const slow = ms === undefined ? {} : { delay: ms }
  if (url !== undefined) return typeof url === 'string' && /^https?:\/\//.test(url) ? { ...slow, handler: standIn(url, send) } : found
  if ('result' in given) return { ...slow, handler: async () => result }
  if (fail === undefined) return slow
  if (fail === 'timeout' || fail === 'throttle') return { ...slow, failure: fail }
  const { errorType, errorMessage } = (fail ?? {}) as Record<string, unknown>
  if (typeof errorType !== 'string' || typeof errorMessage !== 'string') return found
  return { ...slow, handler: throwing({ errorType, errorMessage }) }
}

/** A server that runs in a function's place, in whatever language it is written. */
function standIn(url: string, send: Send): Handler {
  return async (event) => {
    const { status, body } = await send({
      method: 'POST',
      url,
      headers: ['Content-Type', 'application/json'],
      body: JSON.stringify(event),
      timeout: STAND_IN,
    })
    const text = toText(body)
    if (status >= 300) throw Object.assign(new Error(text), { name: `StandIn.${status}` })
    return text === '' ? null : parsed(text)
  }
}
