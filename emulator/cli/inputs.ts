import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { DeploySource } from '../assembly/deploy'
import { type AppCommand, appOfProject } from '../assembly/run-app'
import { type Clock, ManualClock, RealClock } from '../base/clock'
import { userError } from '../base/diagnostics'
import { seededIds } from '../base/ids'
import { Emulator } from '../emulator'
import type { ListenOptions } from '../emulator-options'
import type { Given } from '../options'
import type { FunctionMode } from '../runner/sandboxes'

/** What the flags ask to be deployed. */
export interface Inputs {
  readonly app: AppCommand | undefined
  readonly sources: readonly DeploySource[]
}

/** Reads the flags that name inputs: `--app`, `--cdk-out`, `--template`. Without any of them the account starts empty. */
export function readInputs(given: Given, directory = process.cwd()): Inputs {
  const { app, cdkOut } = given
  const sources: DeploySource[] = [
    ...files(given.template, 'template', 'a CloudFormation template').map((file) => ({ kind: 'template-file', file }) as const),
    ...files(given.openapi, 'OpenAPI file', 'an OpenAPI file').map((file) => ({ kind: 'openapi-file', file }) as const),
  ]
  if (app !== undefined) {
    const command = app === '' ? appOfProject(directory) : String(app)
    if (command === undefined)
      throw userError('no-app', '--app names no command, and there is no cdk.json with one.', {
        fix: 'Give the command, e.g. --app "npx tsx bin/app.ts".',
      })
    const output = join(directory, String(cdkOut ?? 'cdk.out'))
    return { app: { command, directory, output }, sources: [{ kind: 'assembly', directory: output }, ...sources] }
  }
  if (cdkOut !== undefined) sources.unshift({ kind: 'assembly', directory: String(cdkOut) })
  return { app: undefined, sources }
}

function files(value: Given[keyof Given], what: string, wanted: string): string[] {
  const names = value === undefined ? [] : ([value].flat() as string[])
  for (const file of names)
    if (!existsSync(file)) throw userError('missing-file', `There is no ${what} ${file}.`, { fix: `Give the path of ${wanted}.` })
  return names
}

/** An emulator as the flags ask for it, still empty. */
export function createEmulator(given: Given): Emulator {
  const account = String(given.account ?? '000000000000')
  if (!/^\d{12}$/.test(account))
    throw userError('bad-option', `--account is ${account}: expected twelve digits.`, {
      fix: 'Leave it out, or give an account id like 123456789012.',
    })
  if (given.state !== undefined && given.seed !== undefined) {
    throw userError('bad-option', '--seed and --state are given together: the same ids would be made again beside those that are kept.', {
      fix: 'Give one of them.',
    })
  }
  return new Emulator({
    clock: readClock(String(given.clock ?? 'real')),
    account,
    region: String(given.region ?? 'us-east-1'),
    ...(given.state === undefined ? {} : { state: String(given.state) }),
    ...(given.store === undefined ? {} : { store: String(given.store), storeLoss: readStoreLoss(given.storeLoss) }),
    functions: readFunctions(given.functions),
    freeze: given.freeze !== false,
    ...(given.inspect === undefined ? {} : { inspect: readInspect(given.inspect) }),
    ...(given.services === undefined ? {} : { services: String(given.services) }),
    ...(given.otlp === undefined ? {} : { otlp: readCollector(given.otlp) }),
    ...(given.verifySignatures === true ? { verifySignatures: true } : {}),
    ...(given.accountThrottle === undefined ? {} : { accountThrottle: readThrottle(given.accountThrottle) }),
    ...(given.vpcLink === undefined ? {} : { vpcLinks: readVpcLinks([given.vpcLink].flat()) }),
    ...(given.seed === undefined ? {} : { ids: seededIds(readSeed(given.seed)) }),
  })
}

function readFunctions(mode: unknown): FunctionMode {
  if (mode === undefined || mode === 'threads' || mode === 'processes') return mode ?? 'threads'
  throw userError('bad-option', `--functions is ${mode}: expected threads or processes.`, { fix: 'Leave it out for threads.' })
}

function readInspect(port: unknown): number {
  const number = port === true ? 9229 : Number(port)
  if (Number.isInteger(number) && number > 0 && number <= 65_535) return number
  throw userError('bad-option', `--inspect is ${port}: expected a port.`, { fix: 'Leave the port out for 9229.' })
}

function readCollector(url: unknown): string {
  if (url === true) return 'http://127.0.0.1:4318'
  if (/^https?:\/\/[^/\s]+/.test(String(url))) return String(url)
  throw userError('bad-option', `--otlp is ${url}: expected a URL.`, { fix: 'Leave the URL out for http://127.0.0.1:4318.' })
}

function readVpcLinks(targets: readonly unknown[]): Record<string, string> {
  const links: Record<string, string> = {}
  for (const target of targets) {
    const [, key = '*', origin] = /^(?:(.+?)=)?(https?:\/\/[^/\s]+)\/?$/.exec(String(target)) ?? []
    if (origin === undefined)
      throw userError('bad-option', `--vpc-link is ${target}: expected a URL, or <id, name or target ARN>=<URL>.`, {
        fix: 'E.g. --vpc-link orders-link=http://127.0.0.1:8080.',
      })
    links[key] = origin
  }
  return links
}

function readThrottle(given: unknown): { rate: number; burst: number } {
  const [, rate, burst] = /^(\d+(?:\.\d+)?),(\d+)$/.exec(String(given)) ?? []
  if (rate === undefined || burst === undefined)
    throw userError('bad-option', `--account-throttle is ${given}: expected requests a second, a comma, and how many at once.`, {
      fix: 'E.g. --account-throttle 10000,5000.',
    })
  return { rate: Number(rate), burst: Number(burst) }
}

function readStoreLoss(given: unknown = 'open'): 'open' | 'closed' {
  if (given === 'open' || given === 'closed') return given
  throw userError('bad-option', `--store-loss is ${given}: expected open or closed.`, { fix: 'Leave it out for open.' })
}

function readSeed(seed: unknown): number {
  const number = Number(seed)
  if (!Number.isInteger(number)) throw userError('bad-option', `--seed is ${seed}: expected a whole number.`, { fix: 'E.g. --seed 1.' })
  return number
}

function readClock(mode: string): Clock {
  if (mode === 'real') return new RealClock()
  if (mode === 'manual') return new ManualClock()
  const start = mode.startsWith('manual=') ? Date.parse(mode.slice('manual='.length)) : Number.NaN
  if (Number.isNaN(start))
    throw userError('bad-option', `--clock is ${mode}: expected real, manual or manual=<time>.`, {
      fix: 'E.g. --clock manual=2026-01-01T00:00:00Z.',
    })
  return new ManualClock(start)
}

/** The port that the flags ask for. */
export function readListening(given: Given): ListenOptions {
  const { host = '127.0.0.1', tls = false, cert, key } = given
  if ((cert === undefined) !== (key === undefined)) {
    const [one, other] = cert === undefined ? ['--key', '--cert'] : ['--cert', '--key']
    throw userError('bad-option', `${one} is given without ${other}: a certificate and its private key go together.`, {
      fix: `Give ${other} <file> too, or neither: with --tls alone the emulator makes certificates itself.`,
    })
  }
  const own = cert === undefined ? undefined : { cert: String(cert), key: String(key) }
  return { host: String(host), port: readPort(given), tls: own ?? tls === true }
}

function readPort(given: Given): number {
  const port = Number(given.port ?? 4566)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw userError('bad-option', `--port is ${given.port}: expected a number from 0 to 65535.`, {
      fix: 'Leave it out for 4566, or give 0 for a free port.',
    })
  return port
}
