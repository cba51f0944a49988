import type { GatewayResponse } from '../../../gateway/exchange'
import { issuerOf, publicKeys } from '../../../model/user-pools'
import { withSigningKey } from '../tokens/signing-key'
import { domainsOf } from '../user-pools'
import { json, type Visit } from './exchange'

/** The key set of a pool; its key is made now when no token was asked for before. */
export function keySet({ call, poolRecord }: Visit): GatewayResponse {
  return json(200, { keys: publicKeys(withSigningKey(call, poolRecord.pool.Id)) }, ['Cache-Control', 'public, max-age=86400'])
}

/**
 * The discovery document (OpenID Connect Discovery, section 4). The issuer is AWS's, as in the tokens; the other places are AWS's when
 * AWS's host was asked for, else those at which this emulator is reached.
 */
export function discovery(visit: Visit): GatewayResponse {
  const { call, poolRecord } = visit
  const { Id } = poolRecord.pool
  const issuer = issuerOf(poolRecord)
  const [domain] = domainsOf(call, Id)
  const prefix = domain?.Domain
  const custom = domain?.CustomDomainConfig !== undefined
  const { jwks, hosted } = places(visit, Id, prefix, custom)
  return json(200, {
    ...(hosted === undefined
      ? {}
      : {
          authorization_endpoint: `${hosted}/oauth2/authorize`,
          end_session_endpoint: `${hosted}/logout`,
          revocation_endpoint: `${hosted}/oauth2/revoke`,
          token_endpoint: `${hosted}/oauth2/token`,
          userinfo_endpoint: `${hosted}/oauth2/userInfo`,
        }),
    id_token_signing_alg_values_supported: ['RS256'],
    issuer,
    jwks_uri: `${jwks}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  })
}

/** Where keys and hosted endpoints are, seen from where the client is. */
function places({ call, base, origin, poolRecord }: Visit, poolId: string, prefix: string | undefined, custom: boolean) {
  const own = (place: string) => (prefix === undefined ? undefined : place)
  if (base !== '') {
    const root = `${origin}${base.slice(0, base.lastIndexOf('/'))}`
    return { jwks: `${root}/${poolId}`, hosted: own(`${root}/${prefix}`) }
  }
  if (/\.amazonaws\.com(?::\d+)?$/.test(origin)) {
    const host = custom ? prefix : `${prefix}.auth.${call.region}.amazoncognito.com`
    return { jwks: issuerOf(poolRecord), hosted: own(`https://${host}`) }
  }
  return { jwks: `${origin}/${poolId}`, hosted: own(custom ? `https://${prefix}` : origin.replace('//cognito-idp.', `//${prefix}.auth.`)) }
}
