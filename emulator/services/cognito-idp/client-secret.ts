import { createHmac, timingSafeEqual } from 'node:crypto'
import type { UserPoolClientRecord } from '../../model/cognito'
import { notAuthorized } from './operations'

/** The hash by which a client with a secret shows that it knows it: HMAC-SHA256 over user name and client id, in base64. */
export function secretHash(secret: string, username: string, clientId: string): string {
  return createHmac('sha256', secret).update(`${username}${clientId}`).digest('base64')
}

/**
 * Refuses a call of a client that has a secret without the right hash. A challenge is answered with the user name of AWS's or of the user's own.
 * Uncertain: the text where the hash is missing.
 */
export function checkSecretHash({ ClientId, ClientSecret }: UserPoolClientRecord, hash: string | undefined, ...usernames: string[]): void {
  if (ClientSecret === undefined) {
    if (hash !== undefined) throw notAuthorized(`Unable to verify secret hash for client ${ClientId}`)
    return
  }
  if (hash === undefined) throw notAuthorized(`Client ${ClientId} is configured with secret but SECRET_HASH was not received`)
  if (!usernames.some((username) => sameText(hash, secretHash(ClientSecret, username, ClientId)))) {
    throw notAuthorized(`Unable to verify secret hash for client ${ClientId}`)
  }
}

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
