import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Clock, RealClock } from '../../../emulator/base/clock'
import { seededIds } from '../../../emulator/base/ids'
import { type LogEvent, Logs } from '../../../emulator/observe/logs'
import type { FunctionRunner, RunnableFunction } from '../../../emulator/runner/runner'
import { createRunner, type RunnerOptions } from '../../../emulator/runner/worker-runner'
import { MemoryStore } from '../../../emulator/store/memory-store'

/** A runner, the log events of its functions, and functions made of files given as text; all gone after `close`. */
export class Bench {
  readonly events: LogEvent[] = []
  readonly runner: FunctionRunner
  readonly #directories: string[] = []

  constructor(options: Partial<RunnerOptions> & { clock?: Clock } = {}) {
    const logs = new Logs(new MemoryStore())
    logs.subscribe((event) => this.events.push(event))
    this.runner = createRunner({ clock: new RealClock(), ids: seededIds(7), logs, ...options })
  }

  /** A function of these files, with `index.handler` unless told otherwise. */
  make(files: Record<string, string>, members: Partial<RunnableFunction> = {}): RunnableFunction {
    const directory = mkdtempSync(join(tmpdir(), 'portico-test-'))
    this.#directories.push(directory)
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true })
      writeFileSync(join(directory, name), text)
    }
    const name = members.name ?? `f${this.#directories.length}`
    return {
      arn: `arn:aws:lambda:eu-west-1:123456789012:function:${name}`,
      name,
      version: '$LATEST',
      revision: 'r1',
      runtime: 'nodejs20.x',
      handler: 'index.handler',
      codeDirectory: directory,
      layerDirectories: [],
      environment: {},
      timeout: 3000,
      memory: 128,
      logGroup: `/aws/lambda/${name}`,
      ...members,
    }
  }

  /** The answer to an event: the status of the function, and its payload as data. */
  async run(target: RunnableFunction, event: unknown = {}): Promise<unknown> {
    const { payload, functionError } = await this.runner.run(target, JSON.stringify(event), { requestId: 'id-1' })
    return functionError === undefined ? JSON.parse(payload) : { [functionError]: JSON.parse(payload) }
  }

  get lines(): string[] {
    return this.events.map(({ message }) => message)
  }

  async close(): Promise<void> {
    await this.runner.close()
    for (const directory of this.#directories) rmSync(directory, { recursive: true, force: true })
  }
}
