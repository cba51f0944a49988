import type * as sdk from '@aws-sdk/client-cognito-identity-provider'
import type { UserPoolClientRecord } from '../../model/cognito'
import type { Call } from '../operations'
import { cognitoError, invalidParameter } from './operations'

type Given = Partial<Omit<sdk.CreateUserPoolClientRequest, 'UserPoolId' | 'ClientName' | 'GenerateSecret' | 'ClientSecret'>>
type Settings = Omit<UserPoolClientRecord, 'UserPoolId' | 'ClientId' | 'ClientName' | 'CreationDate' | 'LastModifiedDate' | 'ClientSecret'>

const UNITS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const
const HOUR = 3600
const DAY = 86_400

/** What a client does where its requester said nothing. Lists and texts that are not given are not shown. */
export function clientSettings(call: Call, poolId: string, given: Given, hasSecret: boolean): Settings {
  const settings: Settings = {
    ...picked(given),
    RefreshTokenValidity: given.RefreshTokenValidity || 30,
    TokenValidityUnits: given.TokenValidityUnits ?? {},
    AllowedOAuthFlowsUserPoolClient: given.AllowedOAuthFlowsUserPoolClient ?? false,
    EnableTokenRevocation: given.EnableTokenRevocation ?? true,
    EnablePropagateAdditionalUserContextData: given.EnablePropagateAdditionalUserContextData ?? false,
    AuthSessionValidity: given.AuthSessionValidity ?? 3,
  }
  checkValidity(settings)
  checkFlows(settings)
  checkOAuth(call, poolId, settings, hasSecret)
  return settings
}

const KEPT = [
  'AccessTokenValidity',
  'IdTokenValidity',
  'ReadAttributes',
  'WriteAttributes',
  'ExplicitAuthFlows',
  'SupportedIdentityProviders',
  'CallbackURLs',
  'LogoutURLs',
  'DefaultRedirectURI',
  'AllowedOAuthFlows',
  'AllowedOAuthScopes',
  'AnalyticsConfiguration',
  'PreventUserExistenceErrors',
  'RefreshTokenRotation',
] as const satisfies readonly (keyof Given)[]

function picked(given: Given): Partial<sdk.UserPoolClientType> {
  return Object.fromEntries(KEPT.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]))
}

/** How long each kind of token holds, in seconds. */
export function tokenSeconds(client: Pick<UserPoolClientRecord, 'RefreshTokenValidity'> & Partial<sdk.UserPoolClientType>) {
  const { AccessToken = 'hours', IdToken = 'hours', RefreshToken = 'days' } = client.TokenValidityUnits ?? {}
  return {
    access: client.AccessTokenValidity ? client.AccessTokenValidity * UNITS[AccessToken] : HOUR,
    id: client.IdTokenValidity ? client.IdTokenValidity * UNITS[IdToken] : HOUR,
    refresh: client.RefreshTokenValidity * UNITS[RefreshToken],
  }
}

/** 5 minutes to a day; a refresh token an hour to ten years. */
function checkValidity(settings: Settings): void {
  const { access, id, refresh } = tokenSeconds(settings)
  const fits = [access, id].every((seconds) => seconds >= 300 && seconds <= DAY) && refresh >= HOUR && refresh <= 3650 * DAY
  // Uncertain: the wording.
  if (!fits) throw invalidParameter('Invalid range for token validity.')
  const { AuthSessionValidity } = settings
  if (AuthSessionValidity < 3 || AuthSessionValidity > 15) throw invalidParameter('AuthSessionValidity must be between 3 and 15 minutes.')
}

/** Legacy names and those with `ALLOW_` exclude each other. */
function checkFlows({ ExplicitAuthFlows = [] }: Settings): void {
  const current = ExplicitAuthFlows.filter((flow) => flow.startsWith('ALLOW_'))
  if (current.length > 0 && current.length < ExplicitAuthFlows.length) {
    // Uncertain: the wording.
    throw invalidParameter('Cannot specify legacy ExplicitAuthFlows values along with values that start with ALLOW_.')
  }
}

const SYSTEM_SCOPES = new Set(['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'])

function checkOAuth(call: Call, poolId: string, settings: Settings, hasSecret: boolean): void {
  const { AllowedOAuthFlows = [], AllowedOAuthScopes = [], CallbackURLs = [], LogoutURLs = [], DefaultRedirectURI } = settings
  const invalidFlow = (message: string) => cognitoError('InvalidOAuthFlowException', message)
  if (settings.AllowedOAuthFlowsUserPoolClient && (AllowedOAuthFlows.length === 0 || AllowedOAuthScopes.length === 0)) {
    throw invalidFlow('AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.')
  }
  if (AllowedOAuthFlows.includes('client_credentials')) {
    if (AllowedOAuthFlows.length > 1)
      throw invalidFlow('client_credentials flow can not be selected along with code flow or implicit flow.')
    if (!hasSecret) throw invalidFlow('client_credentials flow can not be selected if client does not have a client secret.')
  }
  for (const scope of AllowedOAuthScopes) {
    if (!SYSTEM_SCOPES.has(scope) && !isCustomScope(call, poolId, scope)) {
      throw cognitoError('ScopeDoesNotExistException', `Invalid scope requested: ${scope}`)
    }
  }
  for (const url of [...CallbackURLs, ...LogoutURLs]) checkUrl(url)
  if (DefaultRedirectURI !== undefined && !CallbackURLs.includes(DefaultRedirectURI)) {
    throw invalidParameter('Default redirect URI must be in the list of callback URLs.')
  }
}

/** Whether a resource server of the pool has a scope: `{identifier}/{name}`, the identifier with slashes of its own. */
export function isCustomScope(call: Call, poolId: string, scope: string): boolean {
  const slash = scope.lastIndexOf('/')
  const server = slash < 0 ? undefined : call.records.resourceServers.get(scope.slice(0, slash), poolId)
  return server?.Scopes?.some(({ ScopeName }) => ScopeName === scope.slice(slash + 1)) ?? false
}

/** HTTPS, a scheme of an app's own, or HTTP to this machine; no fragment. */
function checkUrl(url: string): void {
  if (/^http:\/\/(?!(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$))/.test(url)) throw invalidParameter(`${url} cannot use the HTTP protocol.`)
  // Uncertain: the wording.
  if (!/^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/\S+$/.test(url) || url.includes('#')) throw invalidParameter(`${url} is not a valid absolute URI.`)
}
