import { Worker, type WorkerOptions } from 'node:worker_threads'
import type { BecomeMessage, SpareSettings } from './messages'
import { workerScript } from './worker-script'

interface Spare {
  readonly worker: Worker
  readonly told: Int32Array
  readonly heap: number
}

/** From so many environments on, one more is likely. */
const LIKELY = 2

/**
 * Keeps a thread that has loaded the runtime and waits to be told which function it is: the next environment then only has to load its handler.
 * None before the second environment has come up, so that who calls one function pays for one thread.
 */
export class SpareThreads {
  #spare: Spare | undefined
  #started = 0
  #closed = false

  /** A thread with such a heap (MB) that becomes a function; undefined when there is none. */
  take(heap: number, message: BecomeMessage): Worker | undefined {
    const spare = this.#spare
    if (spare === undefined || spare.heap !== heap) return undefined
    this.#spare = undefined
    const { worker, told } = spare
    worker.removeAllListeners()
    worker.ref()
    worker.postMessage(message)
    Atomics.store(told, 0, 1)
    Atomics.notify(told, 0)
    return worker
  }

  /** An environment has come up: the next one, which will have such a heap, may be prepared. */
  prepare(heap: number, options: WorkerOptions): void {
    this.#started++
    if (this.#closed || this.#started < LIKELY || this.#spare?.heap === heap) return
    void this.#spare?.worker.terminate()
    const told = new Int32Array(new SharedArrayBuffer(4))
    const { script, eval: isText } = workerScript()
    const workerData: SpareSettings = { spare: told.buffer as SharedArrayBuffer }
    const spare = { worker: new Worker(script, { ...options, eval: isText, workerData, env: {} }), told, heap }
    const lost = () => {
      if (this.#spare === spare) this.#spare = undefined
    }
    spare.worker.on('error', lost)
    spare.worker.on('exit', lost)
    spare.worker.unref()
    this.#spare = spare
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#spare?.worker.terminate()
  }
}
