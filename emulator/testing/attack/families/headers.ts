import { type Family, presenting } from '../family'

/** What proxies tell of a request, and applications believe. */
const BELIEVED: readonly (readonly [string, string])[] = [
  ['X-Forwarded-For', '127.0.0.1'],
  ['X-Forwarded-For', '10.0.0.1, 127.0.0.1'],
  ['Forwarded', 'for=127.0.0.1;host=localhost'],
  ['X-Real-IP', '127.0.0.1'],
  ['X-Client-IP', '127.0.0.1'],
  ['True-Client-IP', '127.0.0.1'],
  ['CF-Connecting-IP', '127.0.0.1'],
  ['X-Forwarded-Host', 'localhost'],
  ['X-Forwarded-Proto', 'https'],
  ['X-Original-URL', '/'],
  ['X-Rewrite-URL', '/'],
  ['X-Forwarded-User', 'admin'],
  ['X-Remote-User', 'admin'],
  ['X-User', 'admin'],
  ['X-User-Id', '1'],
  ['X-Role', 'admin'],
  ['X-Admin', 'true'],
  ['X-Internal', 'true'],
  ['X-Debug', 'true'],
  ['X-Amzn-Oidc-Identity', 'admin'],
  ['X-Amzn-Principal-Id', 'admin'],
  ['X-Amz-Security-Token', 'any'],
  ['Origin', 'http://localhost'],
  ['Referer', 'http://localhost/admin'],
  ['User-Agent', 'ELB-HealthChecker/2.0'],
]

/** Headers that are believed of whoever sends them, and the header of credentials in other cases. */
export const headers: Family = {
  name: 'header tricks',
  knocks: (door) => {
    const { headers: [name = 'Authorization'] = [] } = presenting(door, '', '')
    const cases = [name.toLowerCase(), name.toUpperCase(), `${name[0]?.toLowerCase()}${name.slice(1).toUpperCase()}`]
    return [
      ...BELIEVED.map(([header, value]) => ({ what: `${header}: ${value}`, headers: [header, value] })),
      // Authorizers that look at their headers get something to look at, other than before: what they said of it may be cached.
      ...BELIEVED.map(([header, value], index) => {
        const plain = presenting(door, `${header}: ${value}, and any credentials`, `Bearer any${index}`)
        return { ...plain, headers: [...(plain.headers ?? []), header, value] }
      }),
      ...cases.map((written) => ({ what: `${written}: Bearer any`, headers: [written, 'Bearer any'] })),
      { what: `${name} twice`, headers: [name, 'Bearer any', name, 'Bearer other'] },
    ]
  },
}
