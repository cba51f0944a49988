import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { RealClock } from '../base/clock'
import type { Ids } from '../base/ids'
import { ExtensionApi } from './extension-api'
import { readFrames, readLines } from './log-streams'
import type { EventMessage } from './messages'
import { FunctionProcess } from './processes'
import { RuntimeApi, type RuntimeListener } from './runtime-api'
import { launchOf } from './runtimes'
import { invalidEntrypoint, type Sandbox, type SandboxStart, type ShutdownReason } from './sandbox'
import { environmentVariables } from './variables'

/** Milliseconds that extensions get to end, after the runtime (Lambda developer guide, "Lambda runtime environment"). */
const SHUTDOWN = 2000
/** The file descriptor of frames: the first after the standard ones. */
const FRAMES = 3

/** A process that speaks the Lambda Runtime API: a bootstrap, or the client of a runtime; extensions beside it. */
export function startRuntime(start: SandboxStart, opt: string | undefined, ids: Pick<Ids, 'uuid'>): Sandbox {
  return new RuntimeSandbox(start, opt, ids)
}

class RuntimeSandbox implements Sandbox {
  readonly #clock = new RealClock()
  readonly #processes: FunctionProcess[] = []
  readonly #api: RuntimeApi
  readonly #extensions: ExtensionApi
  #runtime: FunctionProcess | undefined
  /** The runtime waits for an event. */
  #asked = false
  #state: 'starting' | 'free' | 'busy' | 'ended' = 'starting'
  #held = true
  #whenRegistered: (() => void) | undefined

  constructor(
    private readonly start: SandboxStart,
    private readonly opt: string | undefined,
    ids: Pick<Ids, 'uuid'>,
  ) {
    const failed = (errorType: string, payload: string) => start.receive({ kind: 'crash', id: undefined, errorType, payload })
    this.#extensions = new ExtensionApi(start.target, ids, () => this.#changed(), failed)
    this.#api = new RuntimeApi(this.#listener(), this.#extensions)
    this.#begin().catch((error: Error) => {
      if (this.#state !== 'ended') start.exited(invalidEntrypoint(error.message))
    })
  }

  send(event: EventMessage): void {
    this.#state = 'busy'
    this.#asked = false
    for (const each of this.#processes) each.thaw()
    this.#extensions.invoke(event)
    this.#api.deliver(event)
  }

  hold(): void {
    this.#held = true
    this.#runtime?.hold()
  }

  release(): void {
    this.#held = false
    for (const each of this.#processes) each.release()
  }

  async end(reason: ShutdownReason): Promise<void> {
    if (this.#state === 'ended') return
    this.#state = 'ended'
    if (this.#extensions.names.length > 0 && reason !== 'failure') await this.#shutDown(reason)
    await Promise.all(this.#processes.map((each) => each.end()))
    this.#api.close()
  }

  /** Extensions hear of the end, after the runtime has ended. */
  async #shutDown(reason: ShutdownReason): Promise<void> {
    for (const each of this.#processes) each.thaw()
    this.#runtime?.terminate()
    if (this.#extensions.shutdown(reason, this.#clock.now() + SHUTDOWN)) {
      const gone = this.#processes.filter((each) => each !== this.#runtime).map((each) => each.gone)
      await Promise.race([Promise.all(gone), new Promise<void>((resolve) => this.#clock.after(SHUTDOWN, resolve))])
    }
  }

  async #begin(): Promise<void> {
    const { target, scratch } = this.start
    const launch = launchOf(target, this.opt)
    if ('kind' in launch) throw new Error(launch.reason)
    const env = { ...environmentVariables(this.start), AWS_LAMBDA_RUNTIME_API: await this.#api.listen() }
    if (this.#over()) return
    const extensions = this.#extensionFiles()
    for (const file of extensions) this.#spawn(file, [], { ...env, TMPDIR: scratch }, `Extension ${file} `)
    if (extensions.length > 0) await new Promise<void>((resolve) => this.#onRegistered(extensions.length, resolve))
    if (this.#over()) return
    const wrapper = target.environment['AWS_LAMBDA_EXEC_WRAPPER']
    const [command, ...args] =
      wrapper === undefined ? [launch.command, ...launch.args] : [this.#real(wrapper), launch.command, ...launch.args]
    const told = launch.frames ? { ...env, _LAMBDA_TELEMETRY_LOG_FD: String(FRAMES) } : env
    this.#runtime = this.#spawn(command as string, args, told)
    if (!this.#held) this.#runtime.release()
  }

  /** It was ended while it was started. */
  #over(): boolean {
    return this.#state === 'ended'
  }

  /** Programs in `/opt/extensions`. */
  #extensionFiles(): string[] {
    const folder = join(this.opt ?? '', 'extensions')
    return this.opt !== undefined && existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []
  }

  #onRegistered(count: number, run: () => void): void {
    this.#whenRegistered = () => {
      if (this.#extensions.names.length >= count) run()
    }
    this.#whenRegistered()
  }

  /** A path of Lambda's on this machine. */
  #real(path: string): string {
    if (path.startsWith('/var/task/')) return join(this.start.target.codeDirectory, path.slice(10))
    return path.startsWith('/opt/') && this.opt !== undefined ? join(this.opt, path.slice(5)) : path
  }

  #spawn(command: string, args: readonly string[], env: Readonly<Record<string, string>>, extension = ''): FunctionProcess {
    const { target, receive, exited } = this.start
    const made = new FunctionProcess(
      command,
      args,
      { cwd: target.codeDirectory, env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] },
      target.memory,
      (failure) => {
        if (this.#state === 'ended') return
        exited(extension === '' ? failure : { ...failure, text: `${extension}${failure.text}` })
      },
    )
    const line = (text: string) => receive({ kind: 'log', at: this.#now(), line: text })
    const [, out, err, frames] = made.child.stdio as unknown as [null, Readable, Readable, Readable]
    readLines(out, line)
    readLines(err, line)
    readFrames(frames, (at, text) => receive({ kind: 'log', at: this.start.frozenAt ?? at, line: text }))
    this.#processes.push(made)
    made.thaw()
    return made
  }

  #now(): number {
    return this.start.frozenAt ?? this.#clock.now()
  }

  #listener(): RuntimeListener {
    const { receive } = this.start
    const memory = () => this.#runtime?.residentMemory ?? 0
    const result = (payload: string, failed: boolean) => receive({ kind: 'result', payload, failed, memory: memory(), busy: true })
    return {
      next: () => {
        this.#asked = true
        this.#changed()
      },
      response: (payload) => result(payload, false),
      piece: (data, type) => receive({ kind: 'chunk', data, type }),
      streamed: (error) => (error === undefined ? result('', false) : result(errorBody(error.type, error.body), true)),
      error: (type, body) => result(errorBody(type, body), true),
      initError: (errorType, body) => receive({ kind: 'crash', id: undefined, errorType, payload: errorBody(errorType, body) }),
    }
  }

  /** Ready, or free again, when the runtime and every extension wait for the next event. */
  #changed(): void {
    this.#whenRegistered?.()
    if (!this.#asked || !this.#extensions.waiting || this.#state === 'ended' || this.#state === 'free') return
    const first = this.#state === 'starting'
    this.#state = 'free'
    for (const each of this.#processes) {
      if (this.start.freeze) each.freeze()
      else each.rest()
    }
    this.start.receive({ kind: first ? 'ready' : 'free' })
  }
}

/** What a runtime reported is the answer as it is; an empty report still says what failed. */
function errorBody(errorType: string, body: string): string {
  return body.trim() === '' ? JSON.stringify({ errorType, errorMessage: '' }) : body
}
