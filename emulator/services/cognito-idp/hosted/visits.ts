import type { Awaitable } from '../../../base/awaitable'
import type { GatewayResponse } from '../../../gateway/exchange'
import { AwsError } from '../../../model/errors'
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

/** What a request to a pool or a domain of one names. */
export interface Place {
  readonly kind: 'pool' | 'domain'
  /** The pool's id, or the prefix or name of a domain. */
  readonly name: string
  readonly path: string
  readonly base: string
}

/** The pool behind a place. */
export type FoundPool = Pick<Visit, 'call' | 'poolRecord'>

/** Answers a request to a pool or a domain, by whether there is one and what stands at the path. */
export function answerAt(place: Place, found: FoundPool | undefined, request: PoolRequest): Awaitable<GatewayResponse> {
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
