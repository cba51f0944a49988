import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'

/** The server program of this machine; undefined when there is none. */
export const SERVER = ['valkey-server', 'redis-server'].find((name) => spawnSync(name, ['--version']).status === 0)

/** Runs a group of tests that need a server, or skips it under a name that says why. */
export const describeWithServer: typeof describe = (
  SERVER === undefined
    ? (name: string, run: () => void) => describe.skip(`${name} (skipped: there is neither valkey-server nor redis-server here)`, run)
    : describe
) as typeof describe

/** A Valkey or Redis server of a test's own, which keeps nothing on disk. */
export class Server {
  #child: ChildProcess | undefined

  private constructor(private readonly port: number) {}

  static async start(): Promise<Server> {
    const server = new Server(await freePort())
    await server.restart()
    return server
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  /** Starts it again, empty. */
  async restart(): Promise<void> {
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
    const child = spawn(SERVER as string, args, { stdio: ['ignore', 'pipe', 'ignore'] })
    this.#child = child
    await new Promise<void>((ready, fail) => {
      child.on('exit', (code) => fail(new Error(`${SERVER} ended with ${code}`)))
      child.stdout?.on('data', (text: Buffer) => {
        if (text.includes('Ready to accept connections')) ready()
      })
    })
  }

  /** Ends it at once, as a crash does. */
  async kill(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child === undefined) return
    const ended = new Promise<void>((done) => child.once('close', () => done()))
    child.removeAllListeners('exit')
    child.kill('SIGKILL')
    await ended
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((done) => server.close(() => done()))
  return port
}
