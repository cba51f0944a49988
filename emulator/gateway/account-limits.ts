import { usualAccountThrottle } from '../model/account-throttle'
import type { Registry } from '../model/registry'
import type { Throttle } from './throttle'

/** The throttles of accounts, one a region, shared by all of their APIs (facts/05, section 1). */
export class AccountLimits {
  readonly #throttles = new Map<string, AccountThrottle>()

  constructor(private readonly registry: Registry) {
    registry.subscribe(({ account, region, table }) => {
      if (table === 'account') this.#throttles.get(`${account}/${region}`)?.read(registry)
    })
  }

  /** The throttle of an account in a region: one object for good, whose numbers follow the account's record. */
  in(account: string, region: string): Throttle {
    const scope = `${account}/${region}`
    let throttle = this.#throttles.get(scope)
    if (throttle === undefined) {
      throttle = new AccountThrottle(account, region)
      throttle.read(this.registry)
      this.#throttles.set(scope, throttle)
    }
    return throttle
  }
}

class AccountThrottle implements Throttle {
  readonly layer = 'account'
  readonly bucket: string
  rate = 0
  burst = 0

  constructor(
    private readonly account: string,
    private readonly region: string,
  ) {
    this.bucket = `throttle/account/${account}/${region}`
  }

  read(registry: Registry): void {
    const usual = usualAccountThrottle(this.region)
    const { rateLimit, burstLimit } = registry.records(this.account, this.region).account.get('account')?.throttleSettings ?? usual
    this.rate = rateLimit ?? usual.rateLimit
    this.burst = burstLimit ?? usual.burstLimit
  }
}
