import type { Redis } from 'iovalkey'
import { RealClock } from '../../base/clock'
import { type Diagnostic, userError } from '../../base/diagnostics'
import { StoreLost } from '../store'
import { SCRIPTS } from './scripts'

type ScriptName = keyof typeof SCRIPTS
type Argument = string | number

/** Milliseconds after which a server that does not answer counts as lost. */
const PATIENCE = 2000
const MACHINE = new RealClock()

/**
 * A connection to a Valkey or Redis server that comes back by itself. A command that cannot be sent, or gets no answer, fails at once with
 * `StoreLost`, and is never sent again: what it was to do happens once or not at all.
 */
export class Connection {
  readonly #client: Redis
  #lost = false

  constructor(
    private readonly url: string,
    /** Told when the server is lost, and with an empty list when it is back. */
    private readonly tell: (diagnostics: readonly Diagnostic[]) => void,
  ) {
    this.#client = new (loadClient())(url, {
      lazyConnect: true,
      // The client's own time-outs would keep the process alive.
      connectTimeout: 0,
      disconnectTimeout: 100,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (attempts) => Math.min(attempts * 50, 1000),
    })
    // Each command that fails is told below; without a listener the client would print.
    this.#client.on('error', () => {})
    this.#client.on('close', () => this.#lose('the connection is closed'))
    this.#client.on('ready', () => this.#find())
    for (const [name, { keys, lua }] of Object.entries(SCRIPTS)) this.#client.defineCommand(name, { numberOfKeys: keys, lua })
  }

  /** Connects; a `UserError` when the server cannot be reached. */
  async open(): Promise<void> {
    const cancel = MACHINE.after(PATIENCE, () => this.#client.disconnect())
    try {
      await this.#client.connect()
      cancel()
    } catch (error) {
      cancel()
      this.#client.disconnect()
      throw userError('store-unreachable', `The store ${shown(this.url)} cannot be reached: ${(error as Error).message}`, {
        fix: 'Start a Valkey or Redis server there, or leave --store out.',
      })
    }
  }

  run<Answer>(script: ScriptName, ...given: readonly Argument[]): Promise<Answer> {
    const scripts = this.#client as unknown as Record<ScriptName, (...given: readonly Argument[]) => Promise<Answer>>
    return this.#answer(scripts[script](...given))
  }

  call<Answer>(command: string, ...given: readonly Argument[]): Promise<Answer> {
    return this.#answer(this.#client.call(command, ...given) as Promise<Answer>)
  }

  close(): void {
    // The end is no loss.
    this.#lost = true
    this.#client.disconnect()
  }

  #answer<Answer>(answer: Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const fail = ({ message }: { readonly message: string }) => {
        cancel()
        this.#lose(message)
        reject(new StoreLost(message))
      }
      // Counted on the machine's clock, whatever the emulator's says: it is the server that is slow.
      const cancel = MACHINE.after(PATIENCE, () => fail({ message: `no answer in ${PATIENCE} ms` }))
      const take = (value: Answer) => {
        cancel()
        if (this.#lost) this.#find()
        resolve(value)
      }
      answer.then(take, fail)
    })
  }

  #lose(why: string): void {
    if (this.#lost) return
    this.#lost = true
    const message = `The store ${shown(this.url)} is lost: ${why}. Until it is back, caches miss, and limits do what --store-loss says.`
    this.tell([{ code: 'store-lost', severity: 'warning', message, fix: 'Start the server again: Portico connects by itself.' }])
  }

  #find(): void {
    if (!this.#lost) return
    this.#lost = false
    this.tell([])
  }
}

function loadClient(): typeof Redis {
  try {
    return (require('iovalkey') as typeof import('iovalkey')).Redis
  } catch {
    throw userError('no-store-client', 'A store on Valkey or Redis needs the package iovalkey, which is not installed.', {
      fix: 'npm install --save-dev iovalkey',
    })
  }
}

/** The URL without its password. */
function shown(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//')
}
