import type { Awaitable } from '../../../base/awaitable'
import { firstHeader } from '../../../base/headers'
import type { GatewayResponse } from '../../../gateway/exchange'
import { AwsError } from '../../../model/errors'
import type { Call } from '../../operations'
import { authorize } from './authorize'
import { json, type PoolRequest, preflight, type Visit, visit } from './exchange'
import { login, showLogin } from './login'
import { logout } from './logout'
import { errorPage } from './pages'
import { revoke } from './revoke'
import { token } from './token'
import { userInfo } from './user-info'
import { discovery, keySet } from './well-known'

type Endpoint = (visit: Visit) => Awaitable<GatewayResponse>

/** What a pool answers about itself: `METHOD path` behind its id. */
const OF_POOL: Readonly<Record<string, Endpoint>> = {
  'GET /.well-known/jwks.json': keySet,
  'GET /.well-known/openid-configuration': discovery,
}

/** What the domain of a pool answers. */
const OF_DOMAIN: Readonly<Record<string, Endpoint>> = {
  'GET /oauth2/authorize': authorize,
  'GET /login': showLogin,
  'POST /login': login,
  'GET /logout': logout,
  'POST /oauth2/token': token,
  'GET /oauth2/userInfo': userInfo,
  'POST /oauth2/userInfo': userInfo,
  'POST /oauth2/revoke': revoke,
  'GET /error': ({ query }) => errorPage(query.get('error') ?? 'invalid_request'),
}

/** Pages of AWS's that are not here. */
const NOT_EMULATED = /^\/(?:signup|confirmUser|forgotPassword|confirmForgotPassword|resendcode|mfa|saml2|oauth2\/idpresponse)(?:\/|$)/

interface Place {
  readonly kind: 'pool' | 'domain'
  /** The pool's id, or the prefix or name of a domain. */
  readonly name: string
  readonly path: string
  readonly base: string
}

const SERVICE_HOST = /^cognito-idp\.(?:localhost|[a-z0-9-]+\.amazonaws\.com)$/
const DOMAIN_HOST = /^([a-z0-9-]+)\.auth\.(?:localhost|[a-z0-9-]+\.amazoncognito\.com)$/
const PATH_FORM = /^\/_aws\/cognito-idp\/([A-Za-z0-9_.-]+)(?=\/|$)/
const POOL_PATH = /^\/([\w-]+_[0-9a-zA-Z]+)(?=\/\.well-known\/)/

/**
 * Answers what user pools answer besides their API, by host (`cognito-idp.{region}.amazonaws.com`, `cognito-idp.localhost`,
 * `{prefix}.auth.{region}.amazoncognito.com`, `{prefix}.auth.localhost`, a domain of a pool's own) or by path
 * (`/_aws/cognito-idp/{pool id or prefix}/...`). Undefined when a request is for something else.
 */
export function poolEndpoint(request: PoolRequest, call: Call): Awaitable<GatewayResponse> | undefined {
  const place = placeOf(request, call)
  if (place === undefined) return undefined
  const found = findPool(place, call)
  // Uncertain: what AWS says of a pool or domain that is not there.
  if (found === undefined) return json(404, { message: `${place.kind === 'pool' ? 'User pool' : 'Domain'} ${place.name} does not exist.` })
  if (request.method === 'OPTIONS') return preflight()
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const endpoint = (place.kind === 'pool' ? OF_POOL : OF_DOMAIN)[`${method} ${place.path}`]
  if (endpoint !== undefined) return answer(endpoint, visit(request, found.call, found.poolRecord, place))
  if (NOT_EMULATED.test(place.path))
    return json(501, { message: `Not emulated by Portico yet: the page ${place.path} of a user pool's domain` })
  return json(404, { message: `A user pool has nothing at ${request.method} ${place.path}.` })
}

async function answer(endpoint: Endpoint, visited: Visit): Promise<GatewayResponse> {
  try {
    return await endpoint(visited)
  } catch (error) {
    if (error instanceof AwsError) return json(error.status, { error: 'server_error', error_description: error.message })
    throw error
  }
}

function placeOf({ target, headers }: PoolRequest, call: Call): Place | undefined {
  const path = target.split('?', 1)[0] ?? ''
  const byPath = PATH_FORM.exec(path)
  if (byPath !== null) {
    const [base, name = ''] = byPath
    return { kind: name.includes('_') ? 'pool' : 'domain', name, path: path.slice(base.length), base }
  }
  const host = (firstHeader(headers, 'host') ?? '').replace(/:\d+$/, '').toLowerCase()
  if (SERVICE_HOST.test(host)) {
    const name = POOL_PATH.exec(path)?.[1]
    return name === undefined ? undefined : { kind: 'pool', name, path: path.slice(name.length + 1), base: '' }
  }
  const prefix = DOMAIN_HOST.exec(host)?.[1]
  if (prefix !== undefined) return { kind: 'domain', name: prefix, path, base: '' }
  const own = [call, ...call.elsewhere()].some(({ records }) => records.userPoolDomains.get(host)?.CustomDomainConfig !== undefined)
  return own ? { kind: 'domain', name: host, path, base: '' } : undefined
}

function findPool({ kind, name }: Place, call: Call): Pick<Visit, 'call' | 'poolRecord'> | undefined {
  for (const here of [call, ...call.elsewhere()]) {
    const id = kind === 'pool' ? name : here.records.userPoolDomains.get(name)?.UserPoolId
    const poolRecord = id === undefined ? undefined : here.records.userPools.get(id)
    if (poolRecord !== undefined) return { call: here, poolRecord }
  }
  return undefined
}
