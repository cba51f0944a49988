import { byteLength } from '../base/bytes'
import type { Clock } from '../base/clock'
import type { CompiledStage } from '../gateway/compile'
import type { GatewayErrorType } from '../gateway/errors'
import type { Exchange, GatewayResponse } from '../gateway/exchange'
import type { FunctionRunner } from '../runner/runner'
import type { Call } from '../services/operations'
import type { CostReport, CostWish } from './report'
import { httpUnits, type Workload } from './workload'

/** Refusals that nobody pays for: of authorization and of limits (facts/06, section 6: uncertain). */
const FREE: ReadonlySet<GatewayErrorType> = new Set([
  'ACCESS_DENIED',
  'EXPIRED_TOKEN',
  'INVALID_API_KEY',
  'INVALID_SIGNATURE',
  'MISSING_AUTHENTICATION_TOKEN',
  'QUOTA_EXCEEDED',
  'THROTTLED',
  'UNAUTHORIZED',
])
const HOUR = 3_600_000

/** Counts what went through an emulator that would be on a bill. Bytes of streamed responses are not counted. */
export class TrafficMeter {
  #requests = 0
  #httpUnits = 0
  #bytesOut = 0
  #reads = 0
  #since: number
  #logs = { execution: 0, functions: 0, others: 0 }
  #traces = 0
  /** Function ARN to what its invocations were billed. */
  readonly #functions = new Map<string, { invocations: number; megabyteMs: number }>()

  constructor(clock: Clock) {
    this.#since = clock.now()
  }

  /** A request has been answered. On the way of every request: a few additions. */
  served({ request, reply, error, cache, stage }: Exchange, response: GatewayResponse): void {
    if (error !== undefined && FREE.has(error.type)) return
    const length = byteLength(response.body)
    this.#requests++
    this.#httpUnits += length < 262_144 && request.body === undefined ? 1 : Number(httpUnits(request.body?.byteLength ?? 0, length))
    if (stage.endpointType !== 'PRIVATE') this.#bytesOut += length
    if (reply?.invocation === undefined) return
    if (request.method === 'GET' && cache === undefined) this.#reads++
  }

  /** The same functions, their invocations counted. */
  counting(functions: FunctionRunner): FunctionRunner {
    const run: FunctionRunner['run'] = (target, event, options) => {
      const done = functions.run(target, event, options)
      done.then(
        ({ duration = 0 }) => this.#ran(target.arn, Math.ceil(duration) * target.memory),
        () => {},
      )
      return done
    }
    return {
      run,
      warm: (target) => functions.warm(target),
      provision: (target, count) => functions.provision(target, count),
      retire: (name) => functions.retire(name),
      close: () => functions.close(),
    }
  }

  /** What the traffic so far would cost. */
  report(call: Call, stages: readonly CompiledStage[], wish?: CostWish): CostReport {
    const { costReport } = require('./report') as typeof import('./report')
    return costReport(this.#workload(call, stages), wish)
  }

  /** What the traffic so far comes to; caches for as long as the emulator has been running, in whole hours. */
  #workload(call: Call, stages: readonly CompiledStage[]): Workload {
    const { accountWorkload } = require('./template-workload') as typeof import('./template-workload')
    const fixed = accountWorkload(call, stages)
    let invocations = 0
    const compute = { x86_64: 0n, arm64: 0n }
    for (const [arn, { invocations: times, megabyteMs }] of this.#functions) {
      const name = arn.split(':')[6] ?? ''
      const architecture = call.records.functions.get(name)?.configuration.Architectures[0] === 'arm64' ? 'arm64' : 'x86_64'
      invocations += times
      compute[architecture] += BigInt(megabyteMs)
    }
    const { execution, functions, others } = call.logs.written
    return {
      ...fixed,
      requests: BigInt(this.#requests),
      httpUnits: BigInt(this.#httpUnits),
      bytesOut: BigInt(this.#bytesOut),
      hours: BigInt(Math.max(1, Math.ceil((call.clock.now() - this.#since) / HOUR))),
      invocations: BigInt(invocations),
      // Authorizers run functions too; only those that answer requests can be spared by a cache.
      cacheable: BigInt(Math.min(this.#reads, invocations)),
      compute,
      accessLogBytes: BigInt(others - this.#logs.others),
      executionLogBytes: BigInt(execution - this.#logs.execution),
      functionLogBytes: BigInt(functions - this.#logs.functions),
      traces: BigInt(call.traces.recorded - this.#traces),
    }
  }

  /** Begins again, now. */
  clear(call: Call): void {
    this.#requests = this.#httpUnits = this.#bytesOut = this.#reads = 0
    this.#since = call.clock.now()
    this.#logs = { ...call.logs.written }
    this.#traces = call.traces.recorded
    this.#functions.clear()
  }

  #ran(arn: string, megabyteMs: number): void {
    let known = this.#functions.get(arn)
    if (known === undefined) {
      known = { invocations: 0, megabyteMs: 0 }
      this.#functions.set(arn, known)
    }
    known.invocations++
    known.megabyteMs += megabyteMs
  }
}
