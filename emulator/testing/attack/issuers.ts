import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { toText } from '../../base/bytes'
import { fillStageVariables } from '../../gateway/mapping/variables'
import type { Door } from './doors'
import type { Model } from './forge'
import type { StandIn } from './stand-in'

/** Milliseconds that an issuer may take to tell its keys. */
const PATIENCE = 1500
const POOL_ID = /^[a-z]{2}(?:-[a-z]+)+-\d_\w+$/

interface Expected {
  readonly issuer?: string
  readonly audience?: string | readonly string[]
  readonly scopes: readonly string[]
  readonly jwksUri?: string
}

/**
 * What the function of an authorizer may want of a token, by its environment variables: the settings of `Auth.jwt`, or those whose names
 * and values look like an issuer, an audience, a key set.
 */
export async function modelOf(door: Door, standIn: StandIn): Promise<Model> {
  const { issuer, audience = 'any', scopes, jwksUri } = expectedBy(environmentOf(door, standIn))
  const now = Math.floor(standIn.call.clock.now() / 1000)
  const all = ['admin', 'openid', ...scopes]
  return {
    header: { alg: 'RS256', typ: 'JWT', kid: 'any' },
    claims: {
      sub: 'admin',
      iss: issuer ?? 'any',
      aud: audience,
      client_id: [audience].flat()[0],
      azp: [audience].flat()[0],
      token_use: 'access',
      scope: all.join(' '),
      permissions: all,
      roles: ['admin'],
      'cognito:groups': ['admin'],
      email: 'admin@example.com',
      email_verified: true,
      iat: now,
      exp: now + 3600,
    },
    publicKeys: await keysOf(issuer, jwksUri, standIn),
  }
}

function environmentOf({ authorizer }: Door, { variables, callIn }: StandIn): Readonly<Record<string, string>> {
  const uri = fillStageVariables(authorizer?.authorizerUri ?? '', variables)
  const [, region, account, name] = /functions\/arn:[^:]+:lambda:([^:]+):(\d{12}):function:([^:/]+)/.exec(uri) ?? []
  if (region === undefined || account === undefined || name === undefined) return {}
  return callIn(account, region).records.functions.get(name)?.configuration.Environment?.Variables ?? {}
}

function expectedBy(variables: Readonly<Record<string, string>>): Expected {
  const settings = shippedSettings(variables['JWT_SETTINGS'])
  if (settings !== undefined) return settings
  const named = (pattern: RegExp, fits: (value: string) => boolean = () => true) =>
    Object.entries(variables).find(([name, value]) => pattern.test(name) && fits(value))?.[1]
  const pool = Object.values(variables).find((value) => POOL_ID.test(value))
  const issuer =
    named(/iss|authority|domain|tenant/i, (value) => value.startsWith('http')) ??
    (pool === undefined ? undefined : `https://cognito-idp.${pool.split('_')[0]}.amazonaws.com/${pool}`)
  const audience = named(/aud|client_?id/i)
  const jwksUri = named(/jwks|key/i, (value) => value.startsWith('http'))
  return {
    scopes: [],
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
    ...(jwksUri === undefined ? {} : { jwksUri }),
  }
}

/** What `Auth.jwt` tells its function. */
function shippedSettings(text: string | undefined): Expected | undefined {
  try {
    const { scopes = {}, ...settings } = JSON.parse(text ?? '') as Omit<Expected, 'scopes'> & {
      readonly scopes?: Readonly<Record<string, readonly string[]>>
    }
    return { ...settings, scopes: [...new Set(Object.values(scopes).flat())] }
  } catch {
    return undefined
  }
}

/** The public keys of an issuer, which the authorizer gets in the same way; none when they cannot be had. */
async function keysOf(issuer: string | undefined, jwksUri: string | undefined, { keySets, call }: StandIn): Promise<readonly KeyObject[]> {
  const base = issuer?.replace(/\/$/, '')
  if (jwksUri === undefined && base?.startsWith('http') !== true) return []
  const name = jwksUri ?? (base as string)
  let known = keySets.get(name)
  if (known === undefined) {
    const get = async (url: string) => {
      const { body } = await call.gateway.send({ method: 'GET', url, headers: [], body: '', timeout: PATIENCE })
      return JSON.parse(toText(body)) as { readonly jwks_uri?: string; readonly keys?: readonly JsonWebKey[] }
    }
    const ask = async () => {
      const { keys = [] } = await get(jwksUri ?? (await get(`${base}/.well-known/openid-configuration`)).jwks_uri ?? '')
      return keys.map((key) => createPublicKey({ key, format: 'jwk' }))
    }
    known = ask().catch(() => [])
    keySets.set(name, known)
  }
  return known
}
