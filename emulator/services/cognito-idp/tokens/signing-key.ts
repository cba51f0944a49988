import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { SigningKey, UserPoolRecord } from '../../../model/cognito'
import type { Call } from '../../operations'
import { notFound } from '../operations'

/** A pool that has its key. */
export type KeyedPool = UserPoolRecord & { readonly signingKey: SigningKey }

/**
 * The pool as it stands now, with a key that is made when it has none, once in the life of a pool. AWS signs ID and access tokens
 * with a key each; here one signs both.
 */
export function withSigningKey(call: Call, poolId: string): KeyedPool {
  const record = call.records.userPools.get(poolId)
  if (record === undefined) throw notFound(`User pool ${poolId} does not exist.`)
  if (record.signingKey !== undefined) return record as KeyedPool
  const keyed = { ...record, signingKey: makeSigningKey(call) }
  call.records.userPools.put(keyed, poolId)
  return keyed
}

/** A new key, which takes 100 ms. */
export function makeSigningKey({ ids }: Pick<Call, 'ids'>): SigningKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const kid = Buffer.from(ids.hex(64), 'hex').toString('base64')
  return { ...privateKey.export({ format: 'jwk' }), kid } as unknown as SigningKey
}

/** A key as the crypto library has it. */
export function keyPair(key: SigningKey): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  let pair = PAIRS.get(key)
  if (pair === undefined) {
    const privateKey = createPrivateKey({ key: { ...key }, format: 'jwk' })
    pair = { privateKey, publicKey: createPublicKey(privateKey) }
    PAIRS.set(key, pair)
  }
  return pair
}

const PAIRS = new WeakMap<SigningKey, ReturnType<typeof keyPair>>()
