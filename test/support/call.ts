import { ManualClock } from '../../emulator/base/clock'
import { DiagnosticLog } from '../../emulator/base/diagnostics'
import { seededIds } from '../../emulator/base/ids'
import { createRegistry } from '../../emulator/model/create-registry'
import { Logs } from '../../emulator/observe/logs'
import { Metrics } from '../../emulator/observe/metrics'
import { Traces } from '../../emulator/observe/traces'
import type { FunctionRunner } from '../../emulator/runner/runner'
import type { Call, Objects } from '../../emulator/services/operations'
import type { Store } from '../../emulator/store/store'

/** The time at which a test call's clock stands: 2026-01-02T03:04:05Z. */
export const TEST_TIME = Date.UTC(2026, 0, 2, 3, 4, 5)

/** A call whose clock the test owns. */
export type TestCall = Call & { readonly clock: ManualClock }

/** A `Call` on an empty account (123456789012, us-east-1), with the same ids in every run; members given replace the fakes. */
export function testCall(members: Partial<TestCall> = {}): TestCall {
  const account = members.account ?? '123456789012'
  const region = members.region ?? 'us-east-1'
  const clock = members.clock ?? new ManualClock(TEST_TIME)
  const store = members.store ?? emptyStore()
  return {
    account,
    region,
    records: createRegistry().records(account, region),
    clock,
    ids: seededIds(1),
    store,
    logs: new Logs(store),
    metrics: new Metrics(clock),
    traces: new Traces(),
    objects: noObjects,
    functions: noFunctions,
    diagnostics: new DiagnosticLog(),
    elsewhere: () => [],
    gateway: noGateway,
    ...members,
  }
}

/** Operations that run requests are tested with an emulator. */
const noGateway = new Proxy({} as Call['gateway'], {
  get: () => {
    throw new Error('No gateway in a test call: use an Emulator.')
  },
})

const noObjects: Objects = { find: () => undefined }

const noFunctions: FunctionRunner = {
  run: (target) => Promise.reject(new Error(`No test runner for ${target.arn}: give testCall({ functions }).`)),
  retire: () => {},
  provision: () => {},
  warm: () => {},
  close: () => Promise.resolve(),
}

function emptyStore(): Store {
  return {
    open: () => {},
    take: () => true,
    count: (_counter, by) => by,
    get: () => undefined,
    set: () => {},
    recall: () => undefined,
    remember: () => {},
    remembered: () => [],
    delete: () => {},
    append: () => {},
    range: () => ({ records: [] }),
    streams: () => [],
    close: () => {},
  }
}
