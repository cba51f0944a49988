import type { JWK } from 'jose'
import { toText } from '../base/bytes'
import type { Clock } from '../base/clock'
import type { Registry } from '../model/registry'
import { issuerOf, publicKeys, userPoolOf } from '../model/user-pools'

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

  /** The keys of a pool by its ARN; undefined when nobody has them. Rejects when AWS cannot be asked. */
  find(arn: string): PoolKeys | undefined | Promise<PoolKeys | undefined> {
    const own = userPoolOf(this.registry, arn)
    if (own !== undefined) return { issuer: issuerOf(own), keys: publicKeys(own) }
    const kept = this.#elsewhere.get(arn)
    return kept !== undefined && kept.until > this.clock.now() ? kept.keys : this.#fetch(arn)
  }

  async #fetch(arn: string): Promise<PoolKeys | undefined> {
    const [, region, id] = /^arn:[^:]+:cognito-idp:([^:]+):\d{12}:userpool\/([\w-]+)$/.exec(arn) ?? []
    if (region === undefined || id === undefined) return undefined
    const issuer = `https://cognito-idp.${region}.amazonaws.com/${id}`
    const { status, body } = await this.get(`${issuer}/.well-known/jwks.json`, PATIENCE)
    if (status !== 200) return undefined
    const { keys } = JSON.parse(toText(body)) as { keys?: readonly JWK[] }
    if (!Array.isArray(keys)) return undefined
    const found = { issuer, keys }
    this.#elsewhere.set(arn, { keys: found, until: this.clock.now() + KEPT })
    return found
  }
}
