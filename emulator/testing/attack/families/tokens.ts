import { issuerOf, readPoolArn } from '../../../model/user-pools'
import type { Door } from '../doors'
import { type Family, presenting } from '../family'
import { damages, type Forgery, forgeries, headerOf } from '../forge'
import { modelOf } from '../issuers'
import type { StandIn } from '../stand-in'
import { goodToken, mint, poolOf, publicKeysOf } from '../user-pool'

/** Tokens that are broken, forged, over, of another issuer, or for something else. */
export const tokens: Family = {
  name: 'tokens',
  knocks: async (door, standIn) => {
    if (door.guard !== 'CUSTOM' && door.guard !== 'COGNITO_USER_POOLS') return []
    const broken = ['abc', 'a.b.c', '..', 'eyJhbGciOiJub25lIn0..'].map((token) => ({ what: `a broken token, ${token}`, token }))
    const forged = door.guard === 'CUSTOM' ? forgeries(await modelOf(door, standIn)) : await ofUserPool(door, standIn)
    // Those that say all that they should come first: where they fail, so will the others.
    return [...forged, ...broken].flatMap(({ what, token }) => [
      presenting(door, what, `Bearer ${token}`),
      ...(door.guard === 'CUSTOM' ? [presenting(door, `${what}, without Bearer`, token)] : []),
    ])
  },
}

/** For an authorizer with a user pool: its own tokens can be had too. */
async function ofUserPool(door: Door, standIn: StandIn): Promise<Forgery[]> {
  const pool = poolOf(door)
  const good = await goodToken(door, standIn, { sub: 'admin' })
  if (pool === undefined || good === undefined) return []
  const [header, claims] = [headerOf(good), JSON.parse(Buffer.from(good.split('.')[1] ?? '', 'base64url').toString())]
  const publicKeys = await publicKeysOf(standIn, pool, header['kid'])
  const scopes = door.method.authorizationScopes ?? []
  const own = async (what: string, wish: Parameters<typeof goodToken>[2]) => ({ what, token: (await goodToken(door, standIn, wish)) ?? '' })
  const { region = 'us-east-1' } = readPoolArn(pool) ?? {}
  const elsewhere = `${pool.slice(0, pool.lastIndexOf('/') + 1)}${region}_portAttck`
  const foreignScope = { scopes: ['portico-attack/none'] }
  return [
    ...forgeries({ header, claims, publicKeys }),
    ...damages(good),
    await own('a token that was over a second ago', { expiresIn: -1 }),
    await own('a token that was over yesterday', { expiresIn: -86_400 }),
    await own('a token that begins in an hour', { claims: { nbf: claims.iat + 3600 } }),
    await own('a token without an end', { claims: { exp: undefined } }),
    await own('a token of another issuer, by the right key', { claims: { iss: issuerOf({ pool: { Id: `${region}_portAttck` } }) } }),
    ...(scopes.length === 0
      ? [await own('an access token for an ID token', { use: 'access' })]
      : [
          await own('an ID token for an access token', { use: 'id', claims: { scope: scopes.join(' ') } }),
          await own('a token with another scope', foreignScope),
          await own('a token without scopes', { claims: { scope: undefined } }),
          await own('a token whose scope begins like the right one', { scopes: scopes.map((scope) => `${scope}s`) }),
        ]),
    // Without a validation expression tokens of every client of the pool are taken, as on AWS.
    ...(door.authorizer?.identityValidationExpression === undefined
      ? []
      : [await own('a token for another audience', { claims: { aud: 'portico-attack' } })]),
    { what: 'a token of another user pool, replayed', token: await mint(standIn, elsewhere, scopes.length === 0 ? {} : { scopes }) },
  ]
}
