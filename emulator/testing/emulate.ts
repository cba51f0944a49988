import { ManualClock } from '../base/clock'
import type { Diagnostic } from '../base/diagnostics'
import { type DurationParts, toMilliseconds } from '../base/duration'
import { seededIds } from '../base/ids'
import type { CostReport, CostWish } from '../cost/report'
import { Emulator } from '../emulator'
import type { HttpServer } from '../server/http-server'
import { type AlarmView, findAlarm } from './alarms'
import type { AttackReport } from './attack/report'
import { type FetchInit, fetchStage } from './fetch'
import { type FunctionControl, functionControl } from './functions'
import { type KeyUsage, usageOf } from './key-usage'
import { type ThrottleControl, throttleControl } from './limits'
import { type LogReader, logReader, type Messages, messagesOf } from './logs'
import { type MetricReader, metricReader } from './metrics'
import { noteOutcomes } from './outcomes'
import { readSource, type Source } from './source'
import { type CacheControl, cacheControl } from './stage-cache'
import { findStage } from './stages'
import { makeToken, type TokenOptions } from './token'

/** How a test wants its emulator. */
export interface EmulateOptions {
  /** `real` (the default), `manual` (time moves by `clock.advance` only), or the time at which a manual clock starts. */
  readonly clock?: 'real' | 'manual' | Date
  /** The same ids in every run; random ones unless given. */
  readonly seed?: number
  /** The API (name or id) and stage that `fetch` means, when there are several. */
  readonly api?: string
  readonly stage?: string
  /** Fail when anything of the template is not done as on AWS. */
  readonly strict?: boolean
  /** Open this port on 127.0.0.1 too (0: a free one); none is opened unless given. */
  readonly port?: number
  /** HTTPS on the port, besides HTTP: with certificates made on the spot (trust `gateway.ca`), or with these PEM files. Opens a free port. */
  readonly tls?: boolean | { readonly cert: string; readonly key: string }
  readonly account?: string
  readonly region?: string
  /** Where functions of Node.js run: `threads` (the default) or `processes`; a function may say it by its tag `portico:functions`. */
  readonly functions?: 'threads' | 'processes'
  /** Whether nothing of a function runs on between its events, as on AWS (the default). */
  readonly freeze?: boolean
  /**
   * Handlers of Node.js run in the test's process, from the entry that they are bundled from: a breakpoint, a spy and coverage just work.
   * What only an environment of their own can give is not given: freezing, memory limits, an exit that is not the test's.
   */
  readonly inProcess?: boolean
  /** The endpoint to which AWS calls of functions go that the emulator does not serve. */
  readonly services?: string
  /** An OpenTelemetry collector that every trace is sent to, by OTLP over HTTP: `http://127.0.0.1:4318`. */
  readonly otlp?: string
  /** Local servers that stand behind VPC links: a link's id or name, or a balancer's ARN, to an origin; `*` is any link. */
  readonly vpcLinks?: Readonly<Record<string, string>>
  /** A Valkey or Redis server that emulators share buckets, quotas and caches through, `redis://127.0.0.1:6379`; in memory unless given. */
  readonly store?: string
  /** What limits do while that server cannot be asked: `open` (the default) lets requests pass, as AWS does, `closed` refuses them. */
  readonly storeLoss?: 'open' | 'closed'
  /** The account's throttle, in place of AWS's 10,000 requests a second and 5,000 at once. */
  readonly accountThrottle?: { readonly rate: number; readonly burst: number }
  /** Verify the signatures of methods with AWS_IAM; a well-formed one is trusted otherwise. */
  readonly verifySignatures?: boolean
}

/** The emulator's time, owned by the test when it is manual. */
export interface TestClock {
  now(): Date
  /** Moves a manual clock, e.g. `{ hours: 24 }`, `'24 hours'` or `'PT24H'`; resolves when all that fell due has run. */
  advance(span: DurationParts | string | number): Promise<void>
}

/** A running emulator, as a test sees it. `await using` stops it. */
export interface Gateway extends AsyncDisposable {
  /** Sends a request to the API without a socket: a path of the stage (`/orders?limit=3`), or the URL of an API. */
  fetch(path: string, init?: FetchInit): Promise<Response>
  /**
   * A token of the API's user pool that its authorizer takes, though nobody has signed in: an access token where scopes are given, else an
   * ID token. `expiresIn` in seconds; less than one makes a token that has ended.
   *
   * ```ts
   * await gw.fetch('/orders', { headers: { Authorization: await gw.token({ sub: 'ada', scopes: ['shop/write'] }) } })
   * ```
   */
  token(options?: TokenOptions): Promise<string>
  /**
   * Tries to get through every route of the API with nothing, with tokens, signatures and API keys that open nothing, and by tricks with
   * paths, verbs and headers; tells which answer as if they were open. What stands behind the routes is not called, and nothing is counted
   * or cached; the functions of authorizers are asked. `expect(gw).toBeClosedExcept([...])` asks for it.
   */
  attack(): Promise<AttackReport>
  /** The same for another API or stage. */
  at(where: {
    readonly api?: string
    readonly stage?: string
  }): Pick<Gateway, 'attack' | 'fetch' | 'token' | 'throttle' | 'cache' | 'metrics' | 'logs'>
  /** What a key has used of its usage plan: by its name, id or value, or its id as a construct or in the template; `plan` names one when it is in several. */
  usage(key: string, options?: { readonly plan?: string }): Promise<KeyUsage>
  readonly throttle: ThrottleControl
  /** The cache of the stage. */
  readonly cache: CacheControl
  /** What CloudWatch would show: `gw.metrics.sum('5XXError')`, of the API and stage that `fetch` means unless another metric is named. */
  readonly metrics: MetricReader
  /** What was logged: `gw.logs('/aws/lambda/Orders')`, `gw.logs.access()`, `gw.logs.execution(response)`. */
  readonly logs: LogReader
  /**
   * A function, to stand in for, to fail, to slow down, and to ask what it was called with; by its name, its construct, its id in the template or its entry.
   *
   * ```ts
   * gw.lambda('CreateOrder').mock(async () => ({ statusCode: 201, body: '{}' }))
   * gw.lambda('CreateOrder').fail('timeout')
   * ```
   */
  lambda(name: string): FunctionControl
  /** An alarm as it is now, by its name or a part of it: `gw.alarm('HighErrors').state`. */
  alarm(name: string): AlarmView
  /**
   * What the requests so far would cost on AWS, or a month of so many of them: `gw.cost({ requests: 5_000_000 }).total` in dollars. Shows
   * each line, and what would change it, as text.
   */
  cost(wish?: CostWish): CostReport
  readonly clock: TestClock
  /** What of the template is not done as on AWS, and where it stands. */
  readonly diagnostics: readonly Diagnostic[]
  /** `http://127.0.0.1:{port}` when a port was asked for, `https://...` with `tls`. */
  readonly url: string | undefined
  /** PEM of whoever signs the certificates that `tls` makes on the spot. */
  readonly ca: string | undefined
  /** Values of the stacks' outputs, by output name. */
  readonly outputs: Readonly<Record<string, string>>
  stop(): Promise<void>
}

/**
 * Runs a CDK app, a stack, a `cdk.out` directory or a template in this process.
 * Rejects with a `UserError` whose message names what is wrong and where.
 *
 * ```ts
 * await using gw = await emulate(app, { clock: 'manual' })
 * expect((await gw.fetch('/orders')).status).toBe(200)
 * ```
 */
export async function emulate(source: Source, options: EmulateOptions = {}): Promise<Gateway> {
  const clock =
    options.clock === undefined || options.clock === 'real'
      ? undefined
      : new ManualClock(options.clock === 'manual' ? undefined : options.clock.getTime())
  const emulator = new Emulator({
    ...(clock === undefined ? {} : { clock }),
    ...(options.seed === undefined ? {} : { ids: seededIds(options.seed) }),
    ...(options.account === undefined ? {} : { account: options.account }),
    ...(options.region === undefined ? {} : { region: options.region }),
    ...(options.functions === undefined ? {} : { functions: options.functions }),
    ...(options.freeze === undefined ? {} : { freeze: options.freeze }),
    ...(options.inProcess === undefined ? {} : { inProcess: options.inProcess }),
    ...(options.services === undefined ? {} : { services: options.services }),
    ...(options.otlp === undefined ? {} : { otlp: options.otlp }),
    ...(options.verifySignatures === undefined ? {} : { verifySignatures: options.verifySignatures }),
    ...(options.store === undefined ? {} : { store: options.store }),
    ...(options.storeLoss === undefined ? {} : { storeLoss: options.storeLoss }),
    ...(options.accountThrottle === undefined ? {} : { accountThrottle: options.accountThrottle }),
    ...(options.vpcLinks === undefined ? {} : { vpcLinks: options.vpcLinks }),
  })
  const messages = messagesOf(emulator, options.store !== undefined)
  try {
    await emulator.connect()
    await emulator.deployments.deploy(readSource(source), { strict: options.strict === true })
    emulator.markReady()
    const { port, tls = false } = options
    const server = port === undefined && tls === false ? undefined : await emulator.listen({ port: port ?? 0, tls })
    return gateway(emulator, options, server, messages)
  } catch (error) {
    await emulator.stop()
    throw error
  }
}

function gateway(emulator: Emulator, options: EmulateOptions, server: HttpServer | undefined, messages: Messages): Gateway {
  const at = (where: { readonly api?: string; readonly stage?: string }) => {
    const stage = () => findStage(emulator.stages.all(), where)
    return {
      fetch: async (path: string, init?: FetchInit) => fetchStage(emulator.front, stage, path, init),
      token: async (wish: TokenOptions = {}) => makeToken(emulator, stage, wish),
      attack: async () => {
        const { attack } = require('./attack/index') as typeof import('./attack/index')
        return attack(emulator, stage())
      },
      throttle: throttleControl(emulator, stage),
      cache: cacheControl(stage),
      metrics: metricReader(emulator, stage),
      logs: logReader(messages, emulator.registry, stage),
    }
  }
  const stop = () => emulator.stop()
  noteOutcomes(emulator.front)
  return {
    ...at(options),
    at,
    cost: (wish) => emulator.cost(wish),
    alarm: (name) => findAlarm(emulator, name),
    lambda: (name) => functionControl(emulator, name),
    usage: (key, { plan } = {}) => usageOf(emulator, key, plan),
    clock: {
      now: () => new Date(emulator.clock.now()),
      advance: async (span) => {
        const ms = toMilliseconds(span)
        if (ms === undefined)
          throw new RangeError(
            `clock.advance expected { hours: 1 }, milliseconds, '1 hour' or an ISO 8601 duration like 'PT1H', found ${JSON.stringify(span)}.`,
          )
        if (!(emulator.clock instanceof ManualClock))
          throw new Error("The clock is the machine's: emulate(source, { clock: 'manual' }) makes one that a test can advance.")
        await emulator.clock.advance(ms)
      },
    },
    get diagnostics() {
      return emulator.diagnostics()
    },
    get outputs() {
      return outputsOf(emulator)
    },
    url: server?.url,
    ca: server?.authority?.pem,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

function outputsOf(emulator: Emulator): Record<string, string> {
  const outputs: Record<string, string> = {}
  for (const { records } of emulator.registry.scopes()) {
    for (const stack of records.stacks.list()) {
      for (const { OutputKey, OutputValue } of stack.Outputs ?? []) if (OutputKey !== undefined) outputs[OutputKey] = OutputValue ?? ''
    }
  }
  return outputs
}
