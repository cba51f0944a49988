import type { Ids } from '../base/ids'
import { once } from '../base/once'
import type { LoadSource } from './in-process-sandbox'
import { InspectorPorts } from './inspectors'
import type { RunnableFunction } from './runner'
import type { Sandbox, SandboxStart } from './sandbox'
import type { Scratch } from './scratch'
import { SpareThreads } from './spare-threads'
import { startThread } from './thread-sandbox'
import type { Handler } from './worker-handler'

/** Threads are what most functions run in: the other ways are loaded when a function first needs them. */
const inThisProcess = once(() => require('./in-process-sandbox') as typeof import('./in-process-sandbox'))
const processes = once(() => require('./process-sandbox') as typeof import('./process-sandbox'))
const runtimes = once(() => require('./runtime-sandbox') as typeof import('./runtime-sandbox'))

/** Where functions of Node.js run: a function's own tag `portico:functions` goes before the emulator's option. */
export type FunctionMode = 'threads' | 'processes'

/** How functions of Node.js are run. */
export interface NodeModes {
  readonly functions: FunctionMode
  /** The port of the first environment's inspector; each environment is a process then. */
  readonly inspect: number | undefined
  /** In this process, loaded by this. */
  readonly inProcess: LoadSource | undefined
  /** What runs in this process in a function's place, if anything does. */
  readonly handlerOf: ((target: RunnableFunction) => Handler | undefined) | undefined
}

/** Starts sandboxes; `close` ends what it keeps ready. */
export interface Starter {
  /** Starts the sandbox that a function's runtime needs. */
  readonly start: (start: SandboxStart) => Sandbox
  close(): Promise<void>
}

/** Where environments of functions run, by how the emulator was asked to. */
export function createStarter(modes: NodeModes, scratch: Scratch, ids: Pick<Ids, 'uuid'>): Starter {
  const { functions, inspect, inProcess, handlerOf } = modes
  const inspectors = inspect === undefined ? undefined : new InspectorPorts(inspect)
  const spares = new SpareThreads()
  const start = (start: SandboxStart): Sandbox => {
    const { target } = start
    const opt = scratch.opt(target.layerDirectories)
    const handler = handlerOf?.(target)
    if (handler !== undefined) return inThisProcess().startInProcess(start, () => ({ module: { handler }, name: 'handler' }))
    if (!isNode(target)) return runtimes().startRuntime(start, opt, ids)
    if (inProcess !== undefined) return inThisProcess().startInProcess(start, inProcess)
    if (inspectors !== undefined) return processes().startProcess(start, inspectors)
    return (target.mode ?? functions) === 'processes' ? processes().startProcess(start) : startThread(start, spares)
  }
  return { start, close: () => spares.close() }
}

function isNode({ runtime }: RunnableFunction): boolean {
  return runtime.startsWith('nodejs')
}
