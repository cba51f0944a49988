import type { UserPoolClientRecord } from '../../../model/cognito'
import { type Visit, withParameters } from './exchange'

/** A request of an application to have a user signed in (RFC 6749, sections 4.1.1 and 4.2.1; RFC 7636; OpenID Connect Core, section 3.1.2.1). */
export interface AuthorizeRequest {
  readonly client: UserPoolClientRecord
  readonly responseType: 'code' | 'token'
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state?: string
  readonly nonce?: string
  readonly codeChallenge?: string
  readonly prompt?: string
}

/** What is wrong with one: `page` where the application cannot be told, for its client or redirect URI is wrong. */
export type AuthorizeFault = { readonly page: string } | { readonly redirect: string }

const SYSTEM_SCOPES = new Set(['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'])

/** Reads and checks the parameters of /oauth2/authorize and /login. */
export function readAuthorizeRequest(visit: Visit): AuthorizeRequest | AuthorizeFault {
  const { call, poolRecord, query } = visit
  const value = (name: string) => query.get(name) ?? undefined
  const client = call.records.userPoolClients.get(value('client_id') ?? '', poolRecord.pool.Id)
  // Uncertain: what the page says of an unknown client.
  if (client === undefined) return { page: 'invalid_request' }
  const redirectUri = value('redirect_uri') ?? client.DefaultRedirectURI ?? ''
  if (!client.CallbackURLs?.includes(redirectUri)) return { page: 'redirect_mismatch' }
  const state = value('state')
  const refuse = (error: string, error_description?: string): AuthorizeFault => ({
    redirect: withParameters(redirectUri, { error_description, error, state }),
  })
  const responseType = value('response_type')
  if (responseType !== 'code' && responseType !== 'token') return refuse('invalid_request')
  const flow = responseType === 'code' ? 'code' : 'implicit'
  if (!client.AllowedOAuthFlowsUserPoolClient || !client.AllowedOAuthFlows?.includes(flow)) return refuse('unauthorized_client')
  const codeChallenge = value('code_challenge')
  const method = value('code_challenge_method')
  if ((codeChallenge === undefined) !== (method === undefined) || (method !== undefined && method !== 'S256'))
    return refuse('invalid_request')
  const scopes = askedScopes(value('scope'), client)
  if (scopes === undefined) return refuse('invalid_scope')
  const provider = value('identity_provider')
  if (provider !== undefined && provider !== 'COGNITO') {
    return refuse('invalid_request', `Not emulated by Portico yet: the identity provider ${provider}`)
  }
  const [nonce, prompt] = [value('nonce'), value('prompt')]
  return {
    client,
    responseType,
    redirectUri,
    scopes,
    ...(state === undefined ? {} : { state }),
    ...(nonce === undefined ? {} : { nonce }),
    ...(codeChallenge === undefined ? {} : { codeChallenge }),
    ...(prompt === undefined ? {} : { prompt }),
  }
}

/**
 * The scopes of a request, all that the client has where it names none; undefined when one is not the client's. Those about the user
 * need `openid` beside them.
 */
function askedScopes(scope: string | undefined, { AllowedOAuthScopes = [] }: UserPoolClientRecord): readonly string[] | undefined {
  const asked = scope === undefined || scope.trim() === '' ? AllowedOAuthScopes : scope.trim().split(/\s+/)
  if (!asked.every((one) => AllowedOAuthScopes.includes(one))) return undefined
  const aboutUser = asked.some((one) => SYSTEM_SCOPES.has(one) && one !== 'openid' && one !== 'aws.cognito.signin.user.admin')
  return aboutUser && !asked.includes('openid') ? undefined : [...new Set(asked)]
}
