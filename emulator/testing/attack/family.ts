import type { Awaitable } from '../../base/awaitable'
import type { HeaderFields } from '../../base/headers'
import type { Door } from './doors'
import type { Knock } from './knock'
import type { StandIn } from './stand-in'

/** One way to attack: what of it fits a door that has a guard. */
export interface Family {
  readonly name: string
  readonly knocks: (door: Door, standIn: StandIn) => Awaitable<readonly Knock[]>
}

/** A request with these credentials where the door looks for them. */
export function presenting({ authorizer, path }: Door, what: string, credential: string): Knock {
  const headers: HeaderFields = []
  const query: string[] = []
  for (const source of (authorizer?.identitySource ?? '').split(',')) {
    const [, place, name = ''] = /^\s*method\.request\.(header|querystring)\.(.+?)\s*$/.exec(source) ?? []
    if (place === 'header') headers.push(name, credential)
    else if (place === 'querystring') query.push(`${name}=${encodeURIComponent(credential)}`)
  }
  if (headers.length === 0 && query.length === 0) headers.push('Authorization', credential)
  return { what, headers, ...(query.length === 0 ? {} : { target: `${path}?${query.join('&')}` }) }
}
