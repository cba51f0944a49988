import type { Door } from './doors'
import { apiKeys } from './families/api-keys'
import { headers } from './families/headers'
import { methods } from './families/methods'
import { noCredentials } from './families/no-credentials'
import { paths } from './families/paths'
import { signatures } from './families/signatures'
import { tokens } from './families/tokens'
import type { Family } from './family'
import { type Knock, knock, type Reply, walkIn } from './knock'
import type { WayIn } from './report'
import type { StandIn } from './stand-in'

/** What came of trying one door. */
export interface Tried {
  readonly attacks: number
  /** By which requests somebody got in, and through which door; usually the one that was tried. */
  readonly ins: readonly { readonly door: Door; readonly why: string; readonly way: WayIn }[]
  /** How many requests the authorizer could not judge, and what it answered. */
  readonly failures: number
  readonly failure: string
}

const FAMILIES: readonly Family[] = [noCredentials, tokens, signatures, apiKeys, paths, methods, headers]
/** Requests in a row that an authorizer may fail, before the rest of a family is left out. */
const PATIENCE = 5

/** Tries a door that nobody guards, as a stranger: a web ACL, a resource policy or a closed endpoint may keep it shut. */
export async function tryUnguarded(standIn: StandIn, door: Door): Promise<Tried> {
  const replies = await walkIn(standIn, door)
  const found = replies.find(({ outcome }) => outcome === 'in')
  const way = found === undefined ? undefined : wayIn('no credentials', { what: 'nothing' }, found)
  const why = 'its AuthorizationType is NONE, and nothing says why'
  return { attacks: replies.length, ins: way === undefined ? [] : [{ door, why, way }], failures: 0, failure: '' }
}

/** Tries a door with all that is known. */
export async function tryGuarded(standIn: StandIn, door: Door, doors: readonly Door[]): Promise<Tried> {
  const ins: Tried['ins'][number][] = []
  let [attacks, failures, failure] = [0, 0, '']
  for (const family of FAMILIES) {
    let inRow = 0
    for (const attempt of await family.knocks(door, standIn)) {
      const reply = await knock(standIn, door, attempt)
      attacks++
      inRow = reply.outcome === 'failed' ? inRow + 1 : 0
      if (reply.outcome === 'failed') {
        failures++
        failure = reply.reason
      }
      if (inRow >= PATIENCE) break
      const through = reply.outcome === 'in' ? throughWhich(door, doors, reply, family) : undefined
      if (through !== undefined) ins.push({ ...through, way: wayIn(family.name, attempt, reply) })
    }
  }
  return { attacks, ins, failures, failure }
}

/**
 * Which door a request got through that should not have: any with a guard; or one without that takes every path, by a spelling of this
 * door's path, when the same backend stands behind both.
 */
function throughWhich(door: Door, doors: readonly Door[], { route }: Reply, family: Family): { door: Door; why: string } | undefined {
  const entered = doors.find(({ resource, method }) => resource.id === route?.resourceId && method.httpMethod === route.httpMethod)
  if (entered === undefined) return undefined
  if (entered.guard !== 'NONE') return { door: entered, why: 'its guard let in what it has to refuse' }
  const catchesAll = family === paths && entered.resource.path.endsWith('+}')
  if (!catchesAll || door.backend === undefined || entered.backend !== door.backend) return undefined
  return { door, why: `${entered.route} is open, and hands other spellings of its path to the same backend` }
}

function wayIn(family: string, { what, headers: own = [] }: Knock, { request }: Reply): WayIn {
  const told: Record<string, string> = {}
  for (let i = 0; i < own.length; i += 2) told[own[i] as string] = own[i + 1] as string
  return { family, what, request: `${request.method} ${request.target}`, headers: told }
}
