import { createHash, createHmac, getDiffieHellman } from 'node:crypto'

/**
 * The client's side of Cognito's SRP, written after RFC 5054, section 2.6, with the prime from Node's own table (RFC 3526, group 15), so that
 * a mistake of the server's is not made twice.
 */
export class SrpClient {
  readonly #secret = BigInt(`0x${createHash('sha256').update('a secret of the test').digest('hex')}`)
  readonly #prime = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`)

  /** `SRP_A`. */
  readonly publicValue = this.#power(2n, this.#secret).toString(16)

  /** The answer to PASSWORD_VERIFIER. */
  respond(UserPoolId: string, password: string, challenge: Readonly<Record<string, string>>): Record<string, string> {
    const { SALT = '', SRP_B = '', SECRET_BLOCK = '', USER_ID_FOR_SRP = '' } = challenge
    const TIMESTAMP = 'Fri Jan 2 03:04:05 UTC 2026'
    const pool = UserPoolId.split('_')[1] ?? ''
    const inner = sha256(Buffer.from(`${pool}${USER_ID_FOR_SRP}:${password}`))
    const x = number(sha256(bytes(BigInt(`0x${SALT}`)), inner))
    const k = number(sha256(bytes(this.#prime), bytes(2n)))
    const b = BigInt(`0x${SRP_B}`)
    const u = number(sha256(bytes(BigInt(`0x${this.publicValue}`)), bytes(b)))
    const base = (((b - k * this.#power(2n, x)) % this.#prime) + this.#prime) % this.#prime
    const shared = this.#power(base, this.#secret + u * x)
    const extracted = createHmac('sha256', bytes(u)).update(bytes(shared)).digest()
    const key = createHmac('sha256', extracted)
      .update('Caldera Derived Key')
      .update(Buffer.from([1]))
      .digest()
      .subarray(0, 16)
    const message = [Buffer.from(pool), Buffer.from(USER_ID_FOR_SRP), Buffer.from(SECRET_BLOCK, 'base64'), Buffer.from(TIMESTAMP)]
    return {
      USERNAME: USER_ID_FOR_SRP,
      PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
      PASSWORD_CLAIM_SIGNATURE: createHmac('sha256', key).update(Buffer.concat(message)).digest('base64'),
      TIMESTAMP,
    }
  }

  #power(base: bigint, exponent: bigint): bigint {
    let result = 1n
    for (const bit of exponent.toString(2)) {
      result = (result * result) % this.#prime
      if (bit === '1') result = (result * base) % this.#prime
    }
    return result
  }
}

function sha256(...parts: readonly Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest()
}

function number(buffer: Buffer): bigint {
  return BigInt(`0x${buffer.toString('hex')}`)
}

/** Big-endian, with a zero byte in front where the first bit is set. */
function bytes(value: bigint): Buffer {
  const hex = value.toString(16)
  const whole = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return (whole[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), whole]) : whole
}
