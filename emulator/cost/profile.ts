import { userError } from '../base/diagnostics'

/** What goes through one route in a month. Sizes in bytes. */
export interface RouteTraffic {
  readonly requests: number
  /** Of an average request and response. */
  readonly requestBytes?: number
  readonly responseBytes?: number
  /** Milliseconds that the function is billed for an average request. */
  readonly durationMs?: number
  /** What the function itself logs for an average request. */
  readonly logBytes?: number
  /** The share of the requests that the stage's cache answers: 0 to 1. */
  readonly cacheHitRate?: number
}

/** A month of traffic, as `portico cost --traffic FILE` reads it. */
export interface Profile {
  /** Which API and stage, by name or id, where there are several. */
  readonly api?: string
  readonly stage?: string
  /** Priced as an API of another type than that of the template. */
  readonly type?: 'REST' | 'HTTP' | 'WEBSOCKET'
  /** Requests of the whole API, spread evenly over the routes that `routes` does not name. */
  readonly requests?: number
  /** What every route has unless it says otherwise. */
  readonly defaults?: Omit<RouteTraffic, 'requests'>
  /** `GET /orders/{id}` to its traffic. */
  readonly routes?: Readonly<Record<string, RouteTraffic>>
  /** Of WebSocket APIs: messages sent and received, their average size, and minutes that connections are open. */
  readonly messages?: number
  readonly messageBytes?: number
  readonly connectionMinutes?: number
}

const SIZES = ['requestBytes', 'responseBytes', 'durationMs', 'logBytes'] as const
const ROUTE_MEMBERS = new Set(['requests', ...SIZES, 'cacheHitRate'])
const COUNTS = ['requests', 'messages', 'messageBytes', 'connectionMinutes'] as const
const MEMBERS = new Set(['api', 'stage', 'type', 'defaults', 'routes', ...COUNTS])

/** Reads a traffic profile. Throws a `UserError` that names what is wrong in the file. */
export function readProfile(text: string, file: string): Profile {
  const bad = (message: string) =>
    userError('bad-traffic', message, {
      place: { file },
      fix: 'E.g. {"requests": 5000000, "defaults": {"responseBytes": 3072, "durationMs": 40}}.',
    })
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch (error) {
    throw bad(`The traffic profile is no JSON: ${(error as Error).message}.`)
  }
  if (!isObject(given)) throw bad('The traffic profile is no JSON object.')
  const checkNumber = (holder: Readonly<Record<string, unknown>>, name: string, where: string) => {
    const value = holder[name]
    if (value === undefined) return
    const isShare = name === 'cacheHitRate'
    const fits = typeof value === 'number' && value >= 0 && (isShare ? value <= 1 : Number.isSafeInteger(value))
    if (!fits) throw bad(`${where}${name} is ${JSON.stringify(value)}: expected ${isShare ? 'a share from 0 to 1' : 'a whole number'}.`)
  }
  const checkMembers = (holder: Readonly<Record<string, unknown>>, known: ReadonlySet<string>, where: string) => {
    const unknown = Object.keys(holder).find((name) => !known.has(name))
    if (unknown !== undefined) throw bad(`${where}${unknown} is unknown: expected ${[...known].join(', ')}.`)
  }
  const checkTraffic = (traffic: unknown, where: string) => {
    if (!isObject(traffic)) throw bad(`${where.slice(0, -1)} is no object.`)
    checkMembers(traffic, ROUTE_MEMBERS, where)
    for (const name of ROUTE_MEMBERS) checkNumber(traffic, name, where)
  }
  checkMembers(given, MEMBERS, '')
  for (const name of COUNTS) checkNumber(given, name, '')
  const { type, defaults, routes = {} } = given
  if (type !== undefined && type !== 'REST' && type !== 'HTTP' && type !== 'WEBSOCKET')
    throw bad(`type is ${JSON.stringify(type)}: expected REST, HTTP or WEBSOCKET.`)
  if (defaults !== undefined) checkTraffic(defaults, 'defaults.')
  if (!isObject(routes)) throw bad('routes is no object.')
  for (const [route, traffic] of Object.entries(routes)) {
    checkTraffic(traffic, `routes["${route}"].`)
    if ((traffic as RouteTraffic).requests === undefined) throw bad(`routes["${route}"] has no requests.`)
  }
  return given as Profile
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
