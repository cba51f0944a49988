import type { Registry } from '../../model/registry'
import { ROOT_KEY } from './principals'

/** Keys that the emulator knows, and whose they are. None of them opens anything real. */
export interface KnownCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Of temporary keys. */
  readonly sessionToken?: string
  /** ARN of the principal. */
  readonly principal: string
  readonly status: 'Active' | 'Inactive' | 'Expired'
}

/** Every key that signs a request here: of the root user, of users of IAM, of sessions of roles. `now` in epoch milliseconds. */
export function listCredentials(registry: Registry, account: string, now: number): KnownCredentials[] {
  const root: KnownCredentials = { ...ROOT_KEY, principal: `arn:aws:iam::${account}:root`, status: 'Active' }
  const known = [root, ...registry.scopes().flatMap(({ records }) => [...keysOfUsers(records), ...sessions(records, now)])]
  // IAM's records are those of every region.
  return [...new Map(known.map((one) => [one.accessKeyId, one])).values()]
}

type Records = ReturnType<Registry['records']>

function keysOfUsers({ accessKeys, users }: Records): KnownCredentials[] {
  return accessKeys.parents().flatMap((name) =>
    accessKeys.list(name).map(({ AccessKeyId, SecretAccessKey, Status }) => ({
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      principal: users.get(name)?.user.Arn ?? name,
      status: Status === 'Active' ? ('Active' as const) : ('Inactive' as const),
    })),
  )
}

function sessions(records: Records, now: number): KnownCredentials[] {
  return records.sessions.list().map(({ accessKeyId, secretAccessKey, sessionToken, arn, expiresAt }) => ({
    accessKeyId,
    secretAccessKey,
    sessionToken,
    principal: arn,
    status: expiresAt > now ? ('Active' as const) : ('Expired' as const),
  }))
}
