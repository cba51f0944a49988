import { randomFillSync, randomUUID } from 'node:crypto'

const LOWER_ALNUM = 'abcdefghijklmnopqrstuvwxyz0123456789'
const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const UPPER_ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** The emulator's only source of identifiers and chance, in the shapes that AWS uses (facts/09, section 2). */
export interface Ids {
  /** REST API, API key, root resource: ten of `[a-z0-9]`. */
  long(): string
  /** Resource, authorizer, deployment, validator, usage plan...: six of `[a-z0-9]`. */
  short(): string
  /** `$context.requestId`, Lambda request ids, stack ids. */
  uuid(): string
  /** `x-amz-apigw-id`: fifteen base64 characters and `=`. */
  extendedRequestId(): string
  /** An API key's value: forty of `[A-Za-z0-9]`. */
  keyValue(): string
  /** `size` of `[a-z0-9]`: the id and secret of a Cognito app client. */
  lower(size: number): string
  /** `size` of `[A-Za-z0-9]`: the second half of a Cognito user pool's id. */
  mixed(size: number): string
  /** The suffix of a physical name that CloudFormation makes up: `size` of `[A-Z0-9]`. */
  suffix(size: number): string
  /** `size` hexadecimal digits, lower case: trace ids, log stream names. */
  hex(size: number): string
  /** A number in [0, 1), for what AWS decides by chance (canary share). */
  fraction(): number
}

class DrawnIds implements Ids {
  constructor(
    private readonly draw: () => number,
    private readonly drawUuid: () => string,
  ) {}

  long(): string {
    return this.#pick(LOWER_ALNUM, 10)
  }
  short(): string {
    return this.#pick(LOWER_ALNUM, 6)
  }
  uuid(): string {
    return this.drawUuid()
  }
  extendedRequestId(): string {
    return `${this.#pick(ALNUM, 14)}A=`.slice(-16)
  }
  keyValue(): string {
    return this.#pick(ALNUM, 40)
  }
  lower(size: number): string {
    return this.#pick(LOWER_ALNUM, size)
  }
  mixed(size: number): string {
    return this.#pick(ALNUM, size)
  }
  suffix(size: number): string {
    return this.#pick(UPPER_ALNUM, size)
  }
  hex(size: number): string {
    return this.#pick('0123456789abcdef', size)
  }
  fraction(): number {
    return this.draw() / 2 ** 32
  }

  #pick(alphabet: string, size: number): string {
    const { length } = alphabet
    // One draw of 32 bits is good for several characters.
    const most = Math.floor(32 / Math.log2(length))
    let text = ''
    let left = 0
    let bits = 0
    for (let i = 0; i < size; i++) {
      if (left === 0) {
        bits = this.draw()
        left = most
      }
      // As integers, which is much faster than with fractions.
      const rest = (bits / length) >>> 0
      text += alphabet[bits - rest * length]
      bits = rest
      left--
    }
    return text
  }
}

/** Ids that nobody can foresee. */
export function randomIds(): Ids {
  const pool = new Uint32Array(4096)
  let at = pool.length
  const draw = () => {
    if (at === pool.length) {
      randomFillSync(pool)
      at = 0
    }
    return pool[at++] as number
  }
  return new DrawnIds(draw, () => randomUUID())
}

/** The same ids in every run with the same seed, for tests whose output names ids. */
export function seededIds(seed: number): Ids {
  let state = seed >>> 0
  const draw = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (t ^ (t >>> 14)) >>> 0
  }
  const hex = (size: number) => {
    let text = ''
    while (text.length < size) text += draw().toString(16).padStart(8, '0')
    return text.slice(0, size)
  }
  const variant = () => (8 + (draw() & 3)).toString(16)
  return new DrawnIds(draw, () => `${hex(8)}-${hex(4)}-4${hex(3)}-${variant()}${hex(3)}-${hex(12)}`)
}
