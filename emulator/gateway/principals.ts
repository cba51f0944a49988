import type { Decision, PolicyRequest } from '../language/policy/policy'
import type { IamIdentity } from './caller'

/** Who stands behind an access key. */
export interface Principal {
  readonly identity: IamIdentity
  readonly secret: string
  /** Temporary keys go with this token. */
  readonly sessionToken?: string
  /** Epoch milliseconds. */
  readonly expiresAt?: number
  /** What the principal's own policies say; `allow` for the root user. */
  readonly evaluate: (request: PolicyRequest) => Decision
}

/** A role, as far as whoever wants to assume it has to know. */
export interface AssumableRole {
  /** Whether its trust policy lets a service assume it. */
  readonly trusts: (service: string) => boolean
  readonly evaluate: (request: PolicyRequest) => Decision
}

/** The principals of the emulator, by access key. */
export interface Principals {
  /** The principal of a key; undefined when the key is not known. */
  find(accessKeyId: string): Principal | undefined
  /** A role by its ARN; undefined when it is not known. */
  role(arn: string): AssumableRole | undefined
  /** Who a key that is not known is taken for, where signatures are not verified: the root user of the account. */
  root(account: string, accessKeyId: string): Principal
}
