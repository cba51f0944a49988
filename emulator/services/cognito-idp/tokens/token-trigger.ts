import type { UserPoolClientRecord, UserPoolRecord, UserPoolUserRecord } from '../../../model/cognito'
import type { Call } from '../../operations'
import { callTrigger, isObject, triggerAttributes } from '../triggers'

/** The groups of a user as they go into tokens. */
export interface TokenGroups {
  readonly names: readonly string[]
  readonly roles: readonly string[]
  readonly preferredRole?: string
}

/** What a token generation trigger changes of one kind of token. */
export interface TokenChanges {
  readonly set: Readonly<Record<string, unknown>>
  readonly suppress: readonly string[]
  readonly addScopes: readonly string[]
  readonly suppressScopes: readonly string[]
}

export interface TokenOverrides {
  readonly id: TokenChanges
  readonly access: TokenChanges
  /** Absent where the groups stay as they are. */
  readonly groups?: TokenGroups
}

const NO_CHANGES: TokenChanges = { set: {}, suppress: [], addScopes: [], suppressScopes: [] }
const NO_OVERRIDES: TokenOverrides = { id: NO_CHANGES, access: NO_CHANGES }

/** What the trigger is asked about. `user` is absent where an application signs in for itself. */
export interface TokenQuestion {
  readonly source: string
  readonly client: UserPoolClientRecord
  readonly user?: UserPoolUserRecord
  readonly groups: TokenGroups
  readonly scopes: readonly string[]
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined
}

/** Asks the PreTokenGeneration trigger, in the version that the pool is set to; V1_0 changes ID tokens and groups only. */
export async function tokenOverrides(call: Call, poolRecord: UserPoolRecord, question: TokenQuestion): Promise<TokenOverrides> {
  const { source, client, user, groups, scopes, clientMetadata } = question
  const version = poolRecord.pool.LambdaConfig.PreTokenGenerationConfig?.LambdaVersion ?? 'V1_0'
  if (user === undefined && version !== 'V3_0') return NO_OVERRIDES
  const first = version === 'V1_0'
  const answer = await callTrigger(call, poolRecord, 'PreTokenGeneration', {
    source,
    version: version.slice(1, 2),
    username: user?.username ?? client.ClientId,
    clientId: client.ClientId,
    request: {
      userAttributes: user === undefined ? {} : triggerAttributes(user),
      groupConfiguration: { groupsToOverride: groups.names, iamRolesToOverride: groups.roles, preferredRole: groups.preferredRole ?? null },
      ...(first ? {} : { scopes }),
      ...(clientMetadata === undefined ? {} : { clientMetadata }),
    },
    response: first ? { claimsOverrideDetails: null } : { claimsAndScopeOverrideDetails: null },
  })
  const details = answer?.[first ? 'claimsOverrideDetails' : 'claimsAndScopeOverrideDetails']
  if (!isObject(details)) return NO_OVERRIDES
  return {
    id: changes(first ? details : details['idTokenGeneration'], first),
    access: first ? NO_CHANGES : changes(details['accessTokenGeneration'], false),
    ...(Object.hasOwn(details, 'groupOverrideDetails') ? { groups: groupsFrom(details['groupOverrideDetails']) } : {}),
  }
}

/** Claims that no trigger changes. */
const FIXED = new Set(
  'acr amr at_hash auth_time azp cognito:username event_id exp iat identities iss jti nbf nonce origin_jti sub token_use client_id device_key username version'.split(
    ' ',
  ),
)

/** V1_0 knows texts only; what is suppressed and set as well is suppressed. */
function changes(value: unknown, texts: boolean): TokenChanges {
  if (!isObject(value)) return NO_CHANGES
  const given = Object.entries(isObject(value['claimsToAddOrOverride']) ? value['claimsToAddOrOverride'] : {})
  const allowed = given.filter(([name]) => !FIXED.has(name) && name !== 'cognito:groups' && name !== 'scope')
  return {
    set: Object.fromEntries(allowed.map(([name, claim]) => [name, texts ? String(claim) : claim])),
    suppress: textList(value['claimsToSuppress']).filter((name) => !FIXED.has(name)),
    addScopes: textList(value['scopesToAdd']),
    suppressScopes: textList(value['scopesToSuppress']),
  }
}

/** Something empty takes the groups away. */
function groupsFrom(value: unknown): TokenGroups {
  const { groupsToOverride, iamRolesToOverride, preferredRole } = isObject(value) ? value : ({} as Record<string, unknown>)
  const names = textList(groupsToOverride)
  return {
    names,
    roles: textList(iamRolesToOverride),
    ...(typeof preferredRole === 'string' ? { preferredRole } : {}),
  }
}

function textList(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
