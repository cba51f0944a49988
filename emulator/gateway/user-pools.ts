import type { JWK } from 'jose'
import { toText } from '../base/bytes'
import type { Clock } from '../base/clock'
import type { SigningKey } from '../model/cognito'
import type { Registry } from '../model/registry'
import { issuerOf, publicKeys, readPoolArn, userPoolOf } from '../model/user-pools'

/** What the tokens of a user pool have to stand up to. */
export interface PoolKeys {
  readonly issuer: string
  readonly keys: readonly JWK[]
}

/** Milliseconds that the keys of a pool elsewhere are kept, and that asking for them may take. */
const KEPT = 3_600_000
const PATIENCE = 5_000

/** The keys of user pools: of those of this emulator, and of any other by its key set on AWS. */
export class UserPools {
  readonly #elsewhere = new Map<string, { readonly keys: PoolKeys; readonly until: number }>()
  readonly #substitutes = new Map<string, SigningKey>()

  constructor(
    private readonly registry: Registry,
    private readonly clock: Clock,
    /** Gets a document within so many milliseconds. */
    private readonly get: (url: string, timeout: number) => Promise<{ readonly status: number; readonly body: Uint8Array }>,
  ) {}

  /** Whether the pool is one of this emulator's. */
  has(arn: string): boolean {
    return userPoolOf(this.registry, arn) !== undefined
  }

  /** A key of this emulator's own for the tokens of a pool that is elsewhere, made when first asked for: from then on it is trusted besides the pool's. */
  substitute(arn: string, make: () => SigningKey): SigningKey {
    const signingKey = this.#substitutes.get(arn) ?? make()
    this.#substitutes.set(arn, signingKey)
    return signingKey
  }

  /** The keys of a pool by its ARN, for a token that names its key `kid`; undefined when nobody has them. Rejects when AWS cannot be asked. */
  find(arn: string, kid: unknown): PoolKeys | undefined | Promise<PoolKeys | undefined> {
    const own = userPoolOf(this.registry, arn)
    if (own !== undefined) return { issuer: issuerOf(own), keys: publicKeys(own) }
    const id = readPoolArn(arn)?.id
    const signingKey = this.#substitutes.get(arn)
    if (id !== undefined && signingKey !== undefined && signingKey.kid === kid)
      return { issuer: issuerOf({ pool: { Id: id } }), keys: publicKeys({ signingKey }) }
    const kept = this.#elsewhere.get(arn)
    return kept !== undefined && kept.until > this.clock.now() ? kept.keys : this.#fetch(arn)
  }

  async #fetch(arn: string): Promise<PoolKeys | undefined> {
    const id = readPoolArn(arn)?.id
    if (id === undefined) return undefined
    const issuer = issuerOf({ pool: { Id: id } })
    const { status, body } = await this.get(`${issuer}/.well-known/jwks.json`, PATIENCE)
    if (status !== 200) return undefined
    const { keys } = JSON.parse(toText(body)) as { keys?: readonly JWK[] }
    if (!Array.isArray(keys)) return undefined
    const found = { issuer, keys }
    this.#elsewhere.set(arn, { keys: found, until: this.clock.now() + KEPT })
    return found
  }
}
