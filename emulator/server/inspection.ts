import type { Awaitable } from '../base/awaitable'
import { toText } from '../base/bytes'
import { type Clock, ManualClock } from '../base/clock'
import type { Diagnostic } from '../base/diagnostics'
import { type DurationParts, toMilliseconds } from '../base/duration'
import type { CostReport, CostWish } from '../cost/report'
import type { GatewayResponse } from '../gateway/exchange'
import type { KnownCredentials } from '../services/iam/credentials'
import { type DoublesPort, serveDoubles } from './doubles'
import type { IncomingRequest } from './incoming'
import type { RecentRequest } from './recent'

/** What `/_portico/...` tells, and lets a test do. */
export interface Inspection {
  readonly clock: Clock
  readonly status: () => 'starting' | 'ready'
  readonly diagnostics: () => readonly Diagnostic[]
  readonly requests: () => readonly RecentRequest[]
  /** What the traffic so far would cost. */
  readonly cost: (wish: CostWish) => CostReport
  /** The keys that requests can be signed with: they open nothing real. */
  readonly credentials: () => readonly KnownCredentials[]
  readonly functions: DoublesPort
  /** Back to what was there when the start was done. */
  readonly reset: () => Awaitable<void>
  /** PEM of whoever signs the emulator's certificates; undefined when it makes none. */
  readonly authority: () => string | undefined
}

type Answer = (inspection: Inspection, body: string, query: URLSearchParams) => Awaitable<GatewayResponse>

/** `METHOD path` to what it answers. */
const ROUTES: Readonly<Record<string, Answer>> = {
  'GET /_portico/health': ({ status }) => json(status() === 'ready' ? 200 : 503, { status: status() }),
  'GET /_portico/ca.pem': ({ authority }) => certificate(authority()),
  'GET /_portico/diagnostics': ({ diagnostics }) => json(200, { diagnostics: diagnostics() }),
  'GET /_portico/requests': ({ requests }) => json(200, { requests: requests() }),
  'GET /_portico/cost': costOf,
  'GET /_portico/credentials': ({ credentials }) => json(200, { credentials: credentials() }),
  'GET /_portico/clock': ({ clock }) => json(200, clockState(clock)),
  'POST /_portico/clock': advance,
  'POST /_portico/reset': async ({ reset, status }) => {
    await reset()
    return json(200, { status: status() })
  },
}

const FUNCTIONS = '/_portico/functions/'

export function serveInspection(inspection: Inspection, request: IncomingRequest, path: string): Awaitable<GatewayResponse> {
  const body = request.body === undefined ? '' : toText(request.body)
  if (path.startsWith(FUNCTIONS))
    return serveDoubles(inspection.functions, request.method, path, body).then(({ status, value }) => json(status, value))
  const answer = ROUTES[`${request.method} ${path}`]
  if (answer === undefined)
    return json(404, {
      message: `There is no ${request.method} ${path}. There are: ${Object.keys(ROUTES).join(', ')}, PUT and DELETE ${FUNCTIONS}{name}, GET ${FUNCTIONS}{name}/invocations`,
    })
  const query = new URLSearchParams(request.target.split('?')[1] ?? '')
  return answer(inspection, body, query)
}

function clockState(clock: Clock): { mode: 'manual' | 'real'; now: string } {
  return { mode: clock instanceof ManualClock ? 'manual' : 'real', now: new Date(clock.now()).toISOString() }
}

async function advance({ clock }: Inspection, body: string): Promise<GatewayResponse> {
  if (!(clock instanceof ManualClock)) return json(409, { message: "The clock is the machine's. Start with --clock manual to advance it." })
  let span: unknown
  try {
    span = (JSON.parse(body) as { advance?: unknown } | null)?.advance
  } catch {
    span = undefined
  }
  const ms =
    typeof span === 'string' || typeof span === 'number' || (typeof span === 'object' && span !== null)
      ? toMilliseconds(span as string | number | DurationParts)
      : undefined
  if (ms === undefined || !Number.isFinite(ms))
    return json(400, {
      message: `Expected {"advance": "PT5M"} (an ISO 8601 duration, words like "5 minutes", or milliseconds), found ${body.slice(0, 100) || 'no body'}.`,
    })
  await clock.advance(ms)
  return json(200, clockState(clock))
}

/** `?requests=5000000` makes a month of so many requests of the traffic so far. */
function costOf({ cost }: Inspection, _body: string, query: URLSearchParams): GatewayResponse {
  const requests = query.get('requests')
  if (requests !== null && !/^\d{1,15}$/.test(requests)) return json(400, { message: `Expected requests=5000000, found ${requests}.` })
  const report = cost({ freeTier: query.has('free-tier'), ...(requests === null ? {} : { requests: Number(requests) }) })
  return json(200, { ...(report.toJSON() as object), text: report.toString() })
}

function certificate(pem: string | undefined): GatewayResponse {
  if (pem === undefined)
    return json(404, { message: 'The emulator makes no certificates: it was not started with --tls, or with --cert and --key.' })
  return { status: 200, headers: ['Content-Type', 'application/x-pem-file'], body: pem }
}

function json(status: number, value: unknown): GatewayResponse {
  return { status, headers: ['Content-Type', 'application/json'], body: `${JSON.stringify(value)}\n` }
}
