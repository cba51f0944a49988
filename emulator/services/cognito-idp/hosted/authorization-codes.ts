import type { Call } from '../../operations'

/** What a code stands for until it is exchanged. */
export interface AuthorizationCode {
  readonly poolId: string
  readonly clientId: string
  readonly username: string
  readonly redirectUri: string
  readonly scopes: readonly string[]
  /** Seconds since the epoch. */
  readonly authTime: number
  readonly nonce?: string
  readonly codeChallenge?: string
}

/** A code holds for five minutes, and once. */
const LIFETIME = 300_000

export async function keepCode(call: Call, code: AuthorizationCode): Promise<string> {
  const id = call.ids.uuid()
  await call.store.set(key(id), code, call.clock.now() + LIFETIME)
  return id
}

/** What a code stands for; afterwards it stands for nothing. */
export async function takeCode(call: Call, id: string): Promise<AuthorizationCode | undefined> {
  const now = call.clock.now()
  const code = (await call.store.get(key(id), now)) as AuthorizationCode | undefined
  if (code !== undefined) await call.store.set(key(id), undefined, now)
  return code
}

function key(id: string): string {
  return `cognito-idp/code/${id}`
}
