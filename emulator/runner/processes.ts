import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { RealClock } from '../base/clock'
import { endsWithUs, hasEnded } from './reaper'
import { invalidEntrypoint, type RuntimeFailure, runtimeExit } from './sandbox'

/** Milliseconds between looks at the memory of a process that is at work. */
const WATCH = 100
/** Bytes of a page of memory: what `/proc` counts in. */
const PAGE = 4096
/** Milliseconds that the last words of a process that ended may take through its pipes. */
const LAST_WORDS = 200

/** A process of a function, with everything that it starts itself: a process group. */
export class FunctionProcess {
  readonly child: ChildProcess
  readonly #clock = new RealClock()
  #ended = false
  #frozen = false
  #watching: () => void = () => {}
  #tooLarge = false
  #tellEnded: () => void = () => {}
  /** Resolves when it has ended. */
  readonly gone = new Promise<void>((resolve) => {
    this.#tellEnded = resolve
  })

  /** @param memory MB that it may use; more, and it is killed */
  constructor(
    command: string,
    args: readonly string[],
    options: SpawnOptions,
    private readonly memory: number,
    exited: (failure: RuntimeFailure) => void,
  ) {
    this.child = spawn(command, args, { ...options, detached: process.platform !== 'win32' })
    const { pid } = this.child
    if (pid !== undefined) endsWithUs(pid)
    const end = (failure: RuntimeFailure) => {
      if (this.#ended) return
      this.#ended = true
      this.#watching()
      if (pid !== undefined) hasEnded(pid)
      this.#tellEnded()
      exited(failure)
    }
    this.child.once('error', (error: NodeJS.ErrnoException) => end(invalidEntrypoint(startError(error, command))))
    this.child.once('exit', (code, signal) => {
      this.#kill('SIGKILL')
      const failure = this.#tooLarge ? runtimeExit(null, 'SIGKILL') : runtimeExit(code, signal)
      // What it printed last is read first; something it left running may hold the pipes open.
      const cancel = this.#clock.after(LAST_WORDS, () => end(failure))
      this.child.once('close', () => {
        cancel()
        end(failure)
      })
    })
  }

  /** Bytes in use; 0 where that cannot be told. */
  get residentMemory(): number {
    try {
      const pages = readFileSync(`/proc/${this.child.pid}/statm`, 'utf8').split(' ')[1]
      return Number(pages) * PAGE
    } catch {
      return 0
    }
  }

  /** It works on an event: its memory is watched, as Lambda's supervisor does. */
  thaw(): void {
    if (this.#frozen) this.#kill('SIGCONT')
    this.#frozen = false
    this.#watching()
    this.#watch()
  }

  /** Between events nothing of it runs. */
  freeze(): void {
    this.#watching()
    if (!this.#ended) this.#frozen = this.#kill('SIGSTOP')
  }

  /** Between events it runs on. */
  rest(): void {
    this.#watching()
  }

  hold(): void {
    this.child.ref()
  }

  release(): void {
    this.child.unref()
  }

  /** Asks it to end. */
  terminate(): void {
    this.#kill('SIGCONT')
    this.#kill('SIGTERM')
  }

  /** Ends it at once; resolves when it is gone. */
  async end(): Promise<void> {
    this.#watching()
    if (this.#ended || this.child.pid === undefined) return
    this.child.ref()
    this.#kill('SIGKILL')
    await this.gone
  }

  #watch(): void {
    this.#watching = this.#clock.after(WATCH, () => {
      if (this.residentMemory <= this.memory * 1_048_576) this.#watch()
      else {
        this.#tooLarge = true
        this.#kill('SIGKILL')
      }
    })
  }

  #kill(signal: NodeJS.Signals): boolean {
    const { pid } = this.child
    if (pid === undefined) return false
    try {
      if (process.platform === 'win32') this.child.kill(signal)
      else process.kill(-pid, signal)
      return process.platform !== 'win32'
    } catch {
      return false
    }
  }
}

/** As Go, in which Lambda's supervisor is written, tells it. */
function startError({ code, message }: NodeJS.ErrnoException, command: string): string {
  const why =
    code === 'EACCES'
      ? 'permission denied'
      : code === 'ENOENT'
        ? 'no such file or directory'
        : code === 'ENOEXEC'
          ? 'exec format error'
          : message
  return `fork/exec ${command}: ${why}`
}
