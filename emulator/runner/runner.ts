import type { InvokeOptions, InvokeResult } from '../model/invocation'
import type { ApplicationLevel } from './application-log'

/** A function ready to run: what the runner has to know of it, no more. */
export interface RunnableFunction {
  readonly arn: string
  readonly name: string
  readonly version: string
  /** Changes when code or configuration changes: environments with another value are retired. */
  readonly revision: string
  readonly runtime: string
  readonly handler: string
  readonly codeDirectory: string
  /** Directories of layers, in the order in which they are laid over `/opt`. */
  readonly layerDirectories: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** Milliseconds. */
  readonly timeout: number
  /** MB. */
  readonly memory: number
  readonly logGroup: string
  /** What a function that logs as JSON keeps of its own lines and of Lambda's; absent where it logs plain text. */
  readonly logging?: { readonly application: ApplicationLevel; readonly system: 'DEBUG' | 'INFO' | 'WARN' }
  /** The keys of its role, for the next environment; epoch milliseconds until which an environment may run with them. */
  readonly credentials?: () => { readonly variables: Readonly<Record<string, string>>; readonly until: number } | undefined
  /** Where a function of Node.js runs, if it says so itself. */
  readonly mode?: 'threads' | 'processes'
}

/** Runs functions in environments of their own, one event at a time in each. */
export interface FunctionRunner {
  /** Runs `event` (JSON text) in a free environment of the function, or in a new one. Rejects with `InvokeRefused`. */
  run(target: RunnableFunction, event: string, options: InvokeOptions): Promise<InvokeResult>
  /** Starts an environment before there is an event. */
  warm(target: RunnableFunction): void
  /** Keeps this many environments of a function (of one of its versions) ready, from now on. */
  provision(target: RunnableFunction, count: number): void
  /** Ends the environments of a function as soon as they are idle: its code changed or it was deleted. */
  retire(functionName: string): void
  close(): Promise<void>
}
