import { createHash, createHmac } from 'node:crypto'

/**
 * The server's side of SRP-6a (RFC 5054) as Cognito speaks it: the 3072-bit group, SHA-256, and a signature in place of the proof M1.
 * Numbers travel as hexadecimal digits; before hashing they get a leading zero byte where they would else look negative.
 */
const N = BigInt(
  `0x${[
    'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD',
    'EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED',
    'EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F',
    '83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B',
    'E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510',
    '15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7',
    'ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C',
    'BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF',
  ].join('')}`,
)
const G = 2n
const K = hashOf(N, G)
/** What the key of a session is derived for (RFC 5869), with the counter of its one block. */
const KEY_INFO = Buffer.from('Caldera Derived Key\x01')
const KEY_BYTES = 16

/** The verifier of a password, hexadecimal: `g^x mod N`. Who has it can check a password and cannot tell it. */
export function passwordVerifier(poolId: string, username: string, password: string, salt: string): string {
  const identity = createHash('sha256')
    .update(`${poolName(poolId)}${username}:${password}`)
    .digest()
  const x = numberOf(
    createHash('sha256')
      .update(bytesOf(BigInt(`0x${salt}`)))
      .update(identity)
      .digest(),
  )
  return modPow(G, x).toString(16)
}

/** The server's public value for a secret one: `k v + g^b mod N`. */
export function publicValue(verifier: string, secret: string): string {
  return ((K * BigInt(`0x${verifier}`) + modPow(G, BigInt(`0x${secret}`))) % N).toString(16)
}

/** Whether a client's public value can be worked with: RFC 5054 has it refused when it is a multiple of N. */
export function isPublicValue(hex: string): boolean {
  return /^[0-9a-fA-F]{1,800}$/.test(hex) && BigInt(`0x${hex}`) % N !== 0n
}

/** What both sides know of an exchange once its values are there. */
export interface SrpExchange {
  readonly verifier: string
  readonly clientValue: string
  readonly serverValue: string
  readonly serverSecret: string
}

/** The signature, in base64, that a client can only make when it knows the password. */
export function claimSignature(exchange: SrpExchange, poolId: string, username: string, secretBlock: string, timestamp: string): string {
  return createHmac('sha256', sessionKey(exchange))
    .update(`${poolName(poolId)}${username}`)
    .update(Buffer.from(secretBlock, 'base64'))
    .update(timestamp)
    .digest('base64')
}

function sessionKey({ verifier, clientValue, serverValue, serverSecret }: SrpExchange): Buffer {
  const [a, b] = [BigInt(`0x${clientValue}`), BigInt(`0x${serverValue}`)]
  const u = hashOf(a, b)
  const shared = modPow(a * modPow(BigInt(`0x${verifier}`), u), BigInt(`0x${serverSecret}`))
  const extracted = createHmac('sha256', bytesOf(u)).update(bytesOf(shared)).digest()
  return createHmac('sha256', extracted).update(KEY_INFO).digest().subarray(0, KEY_BYTES)
}

/** The part of a pool's id that goes into the hashes. */
function poolName(poolId: string): string {
  return poolId.slice(poolId.indexOf('_') + 1)
}

function hashOf(...numbers: readonly bigint[]): bigint {
  const hash = createHash('sha256')
  for (const number of numbers) hash.update(bytesOf(number))
  return numberOf(hash.digest())
}

function numberOf(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`)
}

/** Two's complement, so that a number with its highest bit set gets a zero byte in front. */
function bytesOf(number: bigint): Buffer {
  const hex = number.toString(16)
  const even = hex.length % 2 === 0 ? hex : `0${hex}`
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex')
}

function modPow(base: bigint, exponent: bigint): bigint {
  let result = 1n
  let square = base % N
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N
    square = (square * square) % N
  }
  return result
}
