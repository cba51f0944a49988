/** Ports on which the inspectors of environments listen: the first ones that are free, so that a debugger finds a restarted function again. */
export class InspectorPorts {
  readonly #taken = new Set<number>()

  /** @param first the port of the first environment */
  constructor(private readonly first: number) {}

  take(): number {
    let port = this.first
    while (this.#taken.has(port)) port++
    this.#taken.add(port)
    return port
  }

  free(port: number): void {
    this.#taken.delete(port)
  }
}

/** Bytes by which a process tells that its code stands at a breakpoint, and that it goes on. */
export const PAUSED = 'p'
export const RESUMED = 'r'

/**
 * A module that a process with an inspector loads first: a thread beside the handler's, which is told by the inspector when that one stands
 * still, and writes it to a file descriptor.
 */
export function pauseWatcher(fd: number): string {
  const thread = `
const { Session } = require('node:inspector')
const { writeSync } = require('node:fs')
const session = new Session()
session.connectToMainThread()
session.on('Debugger.paused', () => writeSync(${fd}, '${PAUSED}'))
session.on('Debugger.resumed', () => writeSync(${fd}, '${RESUMED}'))
session.post('Debugger.enable')
require('node:worker_threads').parentPort.on('message', () => {})`
  return `new (require('node:worker_threads').Worker)(${JSON.stringify(thread)}, { eval: true, env: {}, execArgv: [] }).unref()`
}
