import type { JWK } from 'jose'
import type { SigningKey, UserPoolRecord } from './cognito'
import type { Registry } from './registry'

/** The user pool of an ARN, or undefined when it is not one of this emulator's. */
export function userPoolOf(registry: Registry, arn: string): UserPoolRecord | undefined {
  const parts = readPoolArn(arn)
  return parts === undefined ? undefined : registry.records(parts.account, parts.region).userPools.get(parts.id)
}

/** What the tokens of a user pool name as their issuer. */
export function issuerOf({ pool }: { readonly pool: Pick<UserPoolRecord['pool'], 'Id'> }): string {
  return `https://cognito-idp.${pool.Id.split('_')[0]}.amazonaws.com/${pool.Id}`
}

/** The region and the id of a user pool's ARN; undefined when it is none. */
export function readPoolArn(arn: string): { readonly region: string; readonly account: string; readonly id: string } | undefined {
  const [, region, account, id] = /^arn:[^:]+:cognito-idp:([^:]+):(\d{12}):userpool\/([\w-]+)$/.exec(arn) ?? []
  return region === undefined || account === undefined || id === undefined ? undefined : { region, account, id }
}

/** The public keys of a user pool as its key set shows them: none before the first was needed. The same array as long as the key is the same. */
export function publicKeys({ signingKey }: Pick<UserPoolRecord, 'signingKey'>): readonly JWK[] {
  if (signingKey === undefined) return NONE
  let keys = PUBLIC.get(signingKey)
  if (keys === undefined) {
    const { kid, n, e } = signingKey
    keys = [{ alg: 'RS256', e, kid, kty: 'RSA', n, use: 'sig' }]
    PUBLIC.set(signingKey, keys)
  }
  return keys
}

const NONE: readonly JWK[] = []
const PUBLIC = new WeakMap<SigningKey, readonly JWK[]>()
