import { JwtVerifier } from 'aws-jwt-verify'
import {
  FetchError,
  JwksNotAvailableInCacheError,
  JwksValidationError,
  JwkValidationError,
  ParameterValidationError,
} from 'aws-jwt-verify/error'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda'
import { fetchDocument, findKeySet } from './jwt-documents'

/** What the function is told by its environment variable `JWT_SETTINGS`, as JSON. */
interface Settings {
  readonly issuer: string
  /** One of them has to be among the audiences of a token. */
  readonly audience: readonly string[]
  /** The only algorithms that are taken, for example `RS256`. */
  readonly algorithms: readonly string[]
  /** Where the keys are, when the issuer's discovery document is not to be asked. */
  readonly jwksUri?: string
  /** Those for whom tokens may have been made (`azp`, or `client_id`); anybody when left out. */
  readonly clients?: readonly string[]
  /** By route, `GET /orders/{id}`: a token needs one of the scopes. */
  readonly scopes?: Readonly<Record<string, readonly string[]>>
}

type Claims = Readonly<Record<string, unknown>>

interface Keys {
  readonly verifier: ReturnType<typeof verifierOf>
  readonly until: number
}

/** Milliseconds after which keys are asked for anew, so that one that was withdrawn ends. */
const KEYS_KEPT = 3_600_000
/** Characters beyond which a token is not looked at: all headers of a request have 10,240 bytes. */
const LONGEST_TOKEN = 10_240
const CURVES: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' }

let settings: Settings | undefined
let keys: Keys | undefined

/**
 * The Lambda authorizer (REQUEST) of `Auth.jwt`: lets in who has a bearer token of the issuer, for the audience, with a scope of the route.
 * Any other token is answered 401, a lacking scope 403, and 500 when the issuer's keys cannot be had.
 */
export async function handler(event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  settings ??= JSON.parse(process.env['JWT_SETTINGS'] ?? '{}') as Settings
  const token = bearerToken(event.headers ?? {})
  if (token === undefined) throw refused('the request has no bearer token that could be one')
  const claims = await verify(token, settings)
  const granted = scopesOf(claims)
  const needed = settings.scopes?.[`${event.httpMethod} ${event.resource}`] ?? settings.scopes?.[`ANY ${event.resource}`] ?? []
  const permitted = needed.length === 0 || needed.some((scope) => granted.includes(scope))
  return {
    principalId: String(claims['sub'] ?? claims['client_id'] ?? claims['azp'] ?? 'unknown'),
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: permitted ? 'Allow' : 'Deny', Resource: methods(event, settings) }],
    },
    context: context(claims, granted),
  }
}

/** The token of `Authorization: Bearer ...` (RFC 6750, section 2.1). */
function bearerToken(headers: Readonly<Record<string, string | undefined>>): string | undefined {
  const name = Object.keys(headers).find((one) => one.toLowerCase() === 'authorization')
  const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(headers[name ?? '']?.trim() ?? '')?.[1]
  return token === undefined || token.length > LONGEST_TOKEN ? undefined : token
}

async function verify(token: string, given: Settings): Promise<Claims> {
  const { verifier } = await issuerKeys(given)
  try {
    return await verifier.verify(token)
  } catch (error) {
    if (OURS.some((kind) => error instanceof kind)) throw error
    throw refused((error as Error).message)
  }
}

/** API Gateway answers 401 to an error of exactly this text (facts/04, section 1); why, is for the log. */
function refused(why: string): Error {
  console.warn(`A caller was refused: ${why}`)
  return new Error('Unauthorized')
}

/** Failures that are no fault of the token: they are answered 500. */
const OURS = [FetchError, JwksNotAvailableInCacheError, JwksValidationError, JwkValidationError, ParameterValidationError]

/** Verifies with the keys of the issuer, which are kept as long as the environment lives, and at most an hour. */
async function issuerKeys(given: Settings): Promise<Keys> {
  if (keys === undefined || keys.until <= Date.now()) {
    const jwksUri = given.jwksUri ?? (await findKeySet(given.issuer))
    keys = { verifier: verifierOf(given, jwksUri), until: Date.now() + KEYS_KEPT }
  }
  return keys
}

function verifierOf({ issuer, audience, ...given }: Settings, jwksUri: string) {
  const properties = { issuer, audience: [...audience], jwksUri, customJwtCheck: (token: Verified) => checkRest(token, given) }
  return JwtVerifier.create(properties, { jwksCache: new SimpleJwksCache({ fetcher: { fetch: fetchDocument } }) })
}

interface Verified {
  readonly header: { readonly alg?: string | undefined; readonly [name: string]: unknown }
  readonly payload: { readonly exp?: number | undefined; readonly [name: string]: unknown }
  readonly jwk: { readonly crv?: string | undefined }
}

/** What the library leaves to its user: the algorithm is ours to choose, no extension is understood, other kinds of tokens are none, each ends. */
function checkRest({ header, payload, jwk }: Verified, { algorithms, clients }: Omit<Settings, 'issuer' | 'audience'>): void {
  const { alg = '', typ = 'JWT', crit } = header
  if (!algorithms.includes(alg)) throw new Error(`the algorithm ${alg} is not taken`)
  if (CURVES[alg] !== undefined && CURVES[alg] !== jwk.crv) throw new Error(`the key of ${alg} is of another curve`)
  if (crit !== undefined) throw new Error('a critical header is not understood')
  if (!/^(?:application\/)?(?:at\+)?jwt$/i.test(String(typ))) throw new Error(`it is no access token, but ${String(typ)}`)
  if (payload.exp === undefined || payload.exp * 1000 <= Date.now()) throw new Error('it has ended, or has no end')
  // An ID token for one audience may leave its client out: that is the audience (OpenID Connect Core, section 2).
  const client = payload['azp'] ?? payload['client_id'] ?? payload['aud']
  if (clients !== undefined && !clients.includes(String(client))) throw new Error(`it was made for another client: ${String(client)}`)
}

/** The scopes of a token, in the ways in which issuers write them: `scope` (RFC 8693), `scp` (Okta, Entra), `permissions` (Auth0). */
function scopesOf({ scope, scp, permissions }: Claims): string[] {
  const list = (value: unknown): string[] =>
    typeof value === 'string' ? value.split(' ') : Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
  return [...list(scope), ...list(scp), ...list(permissions)].filter((one) => one !== '')
}

/**
 * What the answer speaks of. It is kept by the token and, where scopes are asked for, by verb and resource; so it has to cover every request
 * of that kind, and no other verb.
 */
function methods({ methodArn, httpMethod }: APIGatewayRequestAuthorizerEvent, { scopes }: Settings): string {
  const [api = '', stage = ''] = methodArn.split('/')
  return scopes === undefined || Object.keys(scopes).length === 0 ? `${api}/${stage}/*` : `${api}/${stage}/${httpMethod}/*`
}

/** What the API gets to know: `event.requestContext.authorizer`, `$context.authorizer`. */
function context(claims: Claims, granted: readonly string[]): Record<string, string> {
  const { sub, iss, azp, client_id } = claims
  const texts = { sub, iss, clientId: azp ?? client_id, scope: granted.join(' '), token: JSON.stringify(claims) }
  return Object.fromEntries(Object.entries(texts).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])))
}
