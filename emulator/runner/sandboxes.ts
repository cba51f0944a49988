import type { Ids } from '../base/ids'
import { startProcess } from './process-sandbox'
import type { RunnableFunction } from './runner'
import { startRuntime } from './runtime-sandbox'
import type { Sandbox, SandboxStart } from './sandbox'
import type { Scratch } from './scratch'
import { startThread } from './thread-sandbox'

/** Where functions of Node.js run: a function's own tag `portico:functions` goes before the emulator's option. */
export type FunctionMode = 'threads' | 'processes'

/** Starts the sandbox that a function's runtime needs. */
export function createStarter(mode: FunctionMode, scratch: Scratch, ids: Pick<Ids, 'uuid'>): (start: SandboxStart) => Sandbox {
  return (start) => {
    const { target } = start
    const opt = scratch.opt(target.layerDirectories)
    if (!isNode(target)) return startRuntime(start, opt, ids)
    return (target.mode ?? mode) === 'processes' ? startProcess(start) : startThread(start)
  }
}

function isNode({ runtime }: RunnableFunction): boolean {
  return runtime.startsWith('nodejs')
}
