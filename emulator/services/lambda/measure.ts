import { InvokeRefused, type InvokeResult } from '../../model/invocation'
import type { MetricSeries } from '../../observe/metric-series'
import type { Dimension } from '../../observe/metrics'
import type { Call } from '../operations'
import type { Executions } from './executions'
import type { FunctionName } from './names'

const NAMESPACE = 'AWS/Lambda'

/** The metrics of a function, of the version or alias that is called, or of all functions. */
class FunctionSeries {
  readonly #invocations: MetricSeries
  readonly #errors: MetricSeries
  readonly #throttles: MetricSeries
  readonly #duration: MetricSeries
  readonly #concurrent: MetricSeries

  constructor({ metrics, account, region }: Call, dimensions: Readonly<Record<string, string>>) {
    const scope = metrics.in(account, region)
    const named: Dimension[] = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))
    const series = (name: string, unit = 'Count') => scope.series(NAMESPACE, name, named, unit)
    this.#invocations = series('Invocations')
    this.#errors = series('Errors')
    this.#throttles = series('Throttles')
    this.#duration = series('Duration', 'Milliseconds')
    this.#concurrent = series('ConcurrentExecutions')
  }

  begun(now: number, concurrent: number): void {
    this.#throttles.add(now, 0)
    this.#concurrent.add(now, concurrent)
  }

  throttled(now: number): void {
    this.#throttles.add(now, 1)
  }

  ended(now: number, failed: boolean, duration: number | undefined): void {
    this.#invocations.add(now, 1)
    this.#errors.add(now, failed ? 1 : 0)
    if (duration !== undefined) this.#duration.add(now, duration)
  }
}

interface Measured {
  readonly own: readonly FunctionSeries[]
  readonly all: FunctionSeries
}

const MEASURED = new WeakMap<Call['records'], Map<string, Measured>>()

/**
 * Counts an invocation, however it ends, in the metrics of its function, of the qualifier that it was called by, and of all functions. A
 * refusal for want of concurrency is a throttle, and no invocation. Uncertain: what AWS counts of refusals of other kinds; nothing here.
 */
export function measured(
  call: Call,
  name: FunctionName,
  executions: Executions,
  begin: () => Promise<InvokeResult>,
): Promise<InvokeResult> {
  const { own, all } = seriesOf(call, name)
  let running: Promise<InvokeResult>
  try {
    running = begin()
  } catch (error) {
    if (throttled(error)) for (const series of [...own, all]) series.throttled(call.clock.now())
    throw error
  }
  const begunAt = call.clock.now()
  for (const series of own) series.begun(begunAt, executions.count(name.name))
  all.begun(begunAt, executions.total)
  running.then(
    ({ functionError, duration }) => {
      const now = call.clock.now()
      for (const series of own) series.ended(now, functionError !== undefined, duration)
      all.ended(now, functionError !== undefined, duration)
    },
    (error) => {
      if (throttled(error)) for (const series of [...own, all]) series.throttled(call.clock.now())
    },
  )
  return running
}

function throttled(error: unknown): boolean {
  return error instanceof InvokeRefused && error.status === 429
}

function seriesOf(call: Call, { name, qualifier }: FunctionName): Measured {
  let known = MEASURED.get(call.records)
  if (known === undefined) {
    known = new Map()
    MEASURED.set(call.records, known)
  }
  const key = qualifier === undefined ? name : `${name}:${qualifier}`
  let measured = known.get(key)
  if (measured === undefined) {
    const own = [new FunctionSeries(call, { FunctionName: name })]
    if (qualifier !== undefined) own.push(new FunctionSeries(call, { FunctionName: name, Resource: key }))
    measured = { own, all: new FunctionSeries(call, {}) }
    known.set(key, measured)
  }
  return measured
}
