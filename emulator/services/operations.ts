import type { Command } from '@smithy/types'
import type { Awaitable } from '../base/awaitable'
import type { Clock } from '../base/clock'
import type { DiagnosticLog } from '../base/diagnostics'
import type { Ids } from '../base/ids'
import { once } from '../base/once'
import type { Ports } from '../gateway/phase'
import type { Records } from '../model/registry'
import type { Logs } from '../observe/logs'
import type { Metrics } from '../observe/metrics'
import type { Traces } from '../observe/traces'
import type { FunctionRunner } from '../runner/runner'
import type { Store } from '../store/store'

/** Objects that uploads (S3) and `cdk.out` assets left on this machine. */
export interface Objects {
  /** A directory or file that stands for the object, or undefined when there is none. */
  find(bucket: string, key: string): { readonly directory: string } | { readonly file: string } | undefined
}

/** What an operation may use: who calls, and the machine around. */
export interface Call {
  readonly account: string
  readonly region: string
  /** The key that the call is signed with; undefined when it is not signed. */
  readonly accessKeyId?: string
  /** `X-Amzn-Trace-Id` of the call; SDKs inside functions send it. */
  readonly traceId?: string
  readonly records: Records
  readonly clock: Clock
  readonly ids: Ids
  readonly store: Store
  readonly logs: Logs
  readonly metrics: Metrics
  readonly traces: Traces
  readonly objects: Objects
  readonly functions: FunctionRunner
  readonly diagnostics: DiagnosticLog
  /** The same in each other region of the account that has records: for what callers ask without a signature, and so without a region. */
  readonly elsewhere: () => readonly Call[]
  /** What the gateway works with, for operations that run a request through it. */
  readonly gateway: Ports
}

/** An AWS operation: the SDK's input to the SDK's output, or an `AwsError`. */
export type Operation<Input, Output> = (input: Input, call: Call) => Awaitable<Output>

type OperationOf<C> = C extends abstract new (
  ...args: never[]
) => infer Instance
  ? Instance extends Command<infer _I, infer Input, infer _O, infer Output, infer _C>
    ? Operation<Input, Omit<Output, '$metadata'>>
    : never
  : never

/** The operations of a service by name, typed by the command classes of its SDK client (`typeof import('@aws-sdk/client-...')`). */
export type Operations<Client> = { readonly [K in keyof Client as K extends `${infer Name}Command` ? Name : never]: OperationOf<Client[K]> }

/** Operations of one file, by name: it is loaded at the first call of any of them. */
export function operationsIn<File, Name extends keyof File & string>(load: () => File, names: readonly Name[]): Pick<File, Name> {
  const file = once(load)
  const operation = (name: Name) => (input: unknown, call: Call) => (file()[name] as Operation<unknown, unknown>)(input, call)
  return Object.fromEntries(names.map((name) => [name, operation(name)])) as Pick<File, Name>
}

/** A set of operations, the call left out: what one service of the emulator uses of another. */
export type Bound<Ops> = {
  readonly [K in keyof Ops]: Ops[K] extends (input: infer Input, call: Call) => infer Output ? (input: Input) => Output : never
}

/** The operations of a service, called in the name of `call`. */
export function bind<Ops extends Readonly<Record<string, unknown>>>(operations: Ops, call: Call): Bound<Ops> {
  const bound = Object.entries(operations).map(([name, operation]) => [
    name,
    (input: unknown) => (operation as Operation<unknown, unknown>)(input, call),
  ])
  return Object.fromEntries(bound) as Bound<Ops>
}

/** A service of AWS as the emulator serves it. */
export interface Service<Ops = unknown> {
  /** The name in a credential scope: `apigateway`, `lambda`. */
  readonly name: string
  readonly operations: Ops
}
