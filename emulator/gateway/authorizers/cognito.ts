import { compileFullMatch } from '../../language/java-pattern'
import { parseJwt } from '../../language/jwt/parse'
import { JwtError, verifyJwt } from '../../language/jwt/verify'
import type { Decision } from '../../language/policy/policy'
import type { AuthorizerRecord } from '../../model/apigateway'
import { issuerOf, readPoolArn } from '../../model/user-pools'
import { GatewayError } from '../errors'
import type { Exchange } from '../exchange'
import type { Ports, RestRoute } from '../phase'
import type { PoolKeys } from '../user-pools'
import { compileSources } from './identity-sources'
import type { AuthorizerKind } from './kind'
import { broken, deniedByAuthorizer, unauthorized } from './refusals'

/** Characters of a token beyond which it is not looked at. */
const LONGEST_TOKEN = 10_240

/** COGNITO_USER_POOLS: a token of one of the authorizer's user pools (facts/04, section 2). */
export const cognito: AuthorizerKind = {
  plan: (route, ports) => {
    const authorizer = route.definition.authorizers.find(({ id }) => id === route.method.authorizerId)
    if (authorizer === undefined) return () => Promise.reject(broken('Execution failed due to configuration error: Authorizer error'))
    const [source] = compileSources(authorizer.identitySource ?? 'method.request.header.Authorization', route.variables)
    const verify = planVerification(route, authorizer, ports)
    return async (exchange): Promise<Decision> => {
      const written = source?.read(exchange) ?? ''
      const token = /^Bearer\s/i.test(written) ? written.slice(7).trim() : written.trim()
      if (token === '') throw unauthorized(exchange, `the request has no ${source?.name}`)
      try {
        if (token.length > LONGEST_TOKEN) throw new JwtError('malformed', `the token has ${token.length} characters`)
        exchange.caller = { claims: asTexts(await verify(token)) }
      } catch (error) {
        if (!(error instanceof JwtError)) throw error
        throw error.fault === 'expired' ? expired(exchange, error) : unauthorized(exchange, error.message)
      }
      return 'allow'
    }
  },
  refuse: (_exchange, _methodArn, explicitly) => deniedByAuthorizer(explicitly),
}

type Claims = Readonly<Record<string, unknown>>

/**
 * Signature, issuer, times, kind and scopes. A method without scopes takes ID tokens, one with scopes takes access tokens that have any of
 * them. Rejects with `JwtError`. Uncertain: the message of a token that has expired.
 */
function planVerification(
  { method, report }: RestRoute,
  { providerARNs = [], identityValidationExpression }: AuthorizerRecord,
  { userPools, clock }: Ports,
): (token: string) => Promise<Claims> {
  const scopes = method.authorizationScopes ?? []
  const wantedUse = scopes.length === 0 ? 'id' : 'access'
  const audience = identityValidationExpression === undefined ? undefined : compileFullMatch(identityValidationExpression)
  const byIssuer = new Map<unknown, string>()
  for (const arn of providerARNs) {
    const id = readPoolArn(arn)?.id
    if (id !== undefined) byIssuer.set(issuerOf({ pool: { Id: id } }), arn)
    if (!userPools.has(arn))
      report(
        'user-pool-elsewhere',
        `The user pool ${arn} is not in this emulator: its keys are asked for on AWS.`,
        'Deploy it here too, to need nothing else.',
      )
  }
  return async (token) => {
    const parsed = parseJwt(token)
    if (parsed === undefined) throw new JwtError('malformed', 'it is no JSON Web Token')
    const issuer = parsed.claims['iss']
    const arn = byIssuer.get(issuer)
    const pool = arn === undefined ? undefined : await findPool(arn, parsed.header['kid'], userPools)
    if (pool === undefined) throw new JwtError('issuer', `its issuer is none of the authorizer's user pools: ${JSON.stringify(issuer)}`)
    const claims: Claims = await verifyJwt(token, { keys: pool.keys, algorithms: ['RS256'], now: clock.now(), issuer: pool.issuer })
    const use = claims['token_use']
    if (use !== wantedUse) throw new JwtError('claim', `token_use is ${JSON.stringify(use)}, where the method takes "${wantedUse}"`)
    if (wantedUse === 'access' && !hasScope(claims, scopes))
      throw new JwtError('claim', `it has none of the scopes ${scopes.join(', ')}: ${JSON.stringify(claims['scope'])}`)
    if (audience !== undefined && !audience(String(claims['aud'] ?? '')))
      throw new JwtError('claim', `its audience does not match ${identityValidationExpression}: ${JSON.stringify(claims['aud'])}`)
    return claims
  }
}

async function findPool(arn: string, kid: unknown, userPools: Ports['userPools']): Promise<PoolKeys | undefined> {
  try {
    return await userPools.find(arn, kid)
  } catch {
    throw new GatewayError('AUTHORIZER_FAILURE', null, { log: 'Execution failed due to configuration error: Authorizer error' })
  }
}

function hasScope({ scope }: Claims, wanted: readonly string[]): boolean {
  const given = typeof scope === 'string' ? scope.split(' ') : []
  return wanted.some((name) => given.includes(name))
}

function expired({ id }: Exchange, { message }: JwtError): GatewayError {
  return new GatewayError('UNAUTHORIZED', 'The incoming token has expired', { log: `Unauthorized request: ${id}`, why: message })
}

/** Claims as texts: lists joined by commas; `exp` and `iat` as Java prints a date. Uncertain: both forms, seen in events that users show. */
function asTexts(claims: Claims): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [name, value] of Object.entries(claims)) {
    if (value === null || value === undefined) continue
    if ((name === 'exp' || name === 'iat') && typeof value === 'number') texts[name] = javaDate(value * 1000)
    else if (Array.isArray(value)) texts[name] = value.join(',')
    else texts[name] = typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
  return texts
}

/** Dates that have been printed: a token comes with many requests. */
const PRINTED = new Map<number, string>()
const MOST_PRINTED = 1000

function javaDate(at: number): string {
  let text = PRINTED.get(at)
  if (text === undefined) {
    text = printed(at)
    if (PRINTED.size >= MOST_PRINTED) PRINTED.clear()
    PRINTED.set(at, text)
  }
  return text
}

function printed(at: number): string {
  const [day, date, month, year, time] = new Date(at).toUTCString().replace(',', '').split(' ')
  return `${day} ${month} ${date} ${time} UTC ${year}`
}
