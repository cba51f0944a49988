import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'

/** The folder of the project. */
export const ROOT = resolve(__dirname, '../..')
/** The command line as `npm run build` makes it. */
export const CLI = join(ROOT, 'dist/bin/portico.js')

/** What a flag of the bench is set to, e.g. `--seconds 3`. */
export function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(name)
  return at < 0 ? otherwise : Number(process.argv[at + 1])
}

/** A child process that prints a line once it is ready; answers it with the milliseconds that took. */
export function startChild(
  args: readonly string[],
  ready: RegExp,
  cwd = ROOT,
): Promise<{ child: ChildProcess; line: string; took: number }> {
  const begun = process.hrtime.bigint()
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] })
  endWithBench(child)
  return new Promise((done, fail) => {
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8')
      if (ready.test(text)) done({ child, line: text, took: Number(process.hrtime.bigint() - begun) / 1e6 })
    })
    child.on('exit', (code) => fail(new Error(`${args.join(' ')} ended with ${code}`)))
  })
}

const children: ChildProcess[] = []
process.once('exit', () => {
  for (const child of children) child.kill()
})

/** Whatever ends the bench leaves no server on its port. */
export function endWithBench(child: ChildProcess): void {
  children.push(child)
}

/** What a URL stood. */
export interface Load {
  readonly rps: number
  readonly p50: number
  readonly p99: number
  readonly failed: number
}

/** Loads a URL for some seconds, from a process of its own. */
export function load(url: string, seconds: number, connections: number, headers: Readonly<Record<string, string>> = {}): Load {
  const autocannon = join(ROOT, 'node_modules/autocannon/autocannon.js')
  const sent = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}=${value}`])
  const out = execFileSync(process.execPath, [autocannon, '--json', '-c', String(connections), '-d', String(seconds), ...sent, url], {
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1e7,
  })
  const result = JSON.parse(out.toString('utf8')) as {
    requests: { average: number }
    latency: { p50: number; p99: number }
    non2xx: number
    errors: number
  }
  return { rps: result.requests.average, p50: result.latency.p50, p99: result.latency.p99, failed: result.non2xx + result.errors }
}

/** How often a second something can be done in this process, once it is warm. */
export function ratePerSecond(run: () => unknown, milliseconds = 1000): number {
  for (let i = 0; i < 5000; i++) run()
  const begun = process.hrtime.bigint()
  for (let count = 0; ; count += 100) {
    const took = Number(process.hrtime.bigint() - begun) / 1e6
    if (took >= milliseconds) return (count / took) * 1000
    for (let i = 0; i < 100; i++) run()
  }
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number
}
