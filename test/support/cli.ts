import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'

export const ROOT = resolve(__dirname, '../..')
const CLI = resolve(ROOT, 'dist/bin/portico.js')

/** What a command printed, and how it ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command line to its end. */
export function portico(args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Promise<Ended> {
  const child = launch(args, options)
  return new Promise((done) => {
    const printed = collect(child)
    child.on('close', (code) => done({ code, ...printed }))
  })
}

/** A `portico start` that is ready. `await using` interrupts it. */
export interface Started extends AsyncDisposable {
  /** `http://127.0.0.1:{port}`. */
  readonly base: string
  /** By stage name. */
  readonly stages: Readonly<Record<string, string>>
  readonly printed: { stdout: string; stderr: string }
  /** Resolves when stdout or stderr has what is looked for. */
  until(pattern: RegExp): Promise<void>
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts the emulator on a free port; rejects with what it printed when it ends before it is ready. */
export async function startPortico(args: readonly string[], options: { cwd?: string } = {}): Promise<Started> {
  const child = launch(['start', '--port', '0', ...args], options)
  const printed = collect(child)
  const ended = new Promise<number | null>((done) => child.on('close', done))
  const until = (pattern: RegExp) =>
    new Promise<void>((done, fail) => {
      const look = () => {
        if (pattern.test(printed.stdout) || pattern.test(printed.stderr)) done()
      }
      child.stdout?.on('data', look)
      child.stderr?.on('data', look)
      ended.then((code) => fail(new Error(`portico ended with ${code}: ${printed.stdout}${printed.stderr}`)))
      setTimeout(() => fail(new Error(`${pattern} did not come: ${printed.stdout}`)), 15_000).unref()
      look()
    })
  // The line of the last stage ends with its count of routes.
  await until(/Portico ready on \S+\n/)
  const stop = (signal: NodeJS.Signals = 'SIGINT') => {
    child.kill(signal)
    return ended
  }
  const base = /Portico ready on (\S+)/.exec(printed.stdout)?.[1] as string
  const port = base.split(':').at(-1)
  const stages = Object.fromEntries(
    [...printed.stdout.matchAll(/^ {2}\S+ (\S+) +http:\/\/([a-z0-9]+)\.execute-api/gm)].map(([, stage, id]) => [
      stage,
      `http://127.0.0.1:${port}/_aws/execute-api/${id}/${stage}`,
    ]),
  )
  return { base, stages, printed, until, stop, [Symbol.asyncDispose]: async () => void (await stop()) }
}

function launch(args: readonly string[], { cwd = ROOT, env = process.env }: { cwd?: string; env?: NodeJS.ProcessEnv }): ChildProcess {
  return spawn(process.execPath, [CLI, ...args], { cwd, env: { ...env, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] })
}

function collect(child: ChildProcess): { stdout: string; stderr: string } {
  const printed = { stdout: '', stderr: '' }
  child.stdout?.on('data', (chunk: Buffer) => {
    printed.stdout += chunk.toString('utf8')
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    printed.stderr += chunk.toString('utf8')
  })
  return printed
}
