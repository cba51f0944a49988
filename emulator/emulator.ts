import { join } from 'node:path'
import { Deployments } from './assembly/deploy'
import { createLoadSource } from './assembly/load-source'
import { AssetObjects } from './assembly/objects'
import { type Clock, RealClock } from './base/clock'
import { type Diagnostic, DiagnosticLog } from './base/diagnostics'
import { type Ids, randomIds } from './base/ids'
import type { CostReport, CostWish } from './cost/report'
import { TrafficMeter } from './cost/seen'
import type { EmulatorOptions, ListenOptions } from './emulator-options'
import { AccountLimits } from './gateway/account-limits'
import { ApiEndpoints } from './gateway/api-endpoints'
import { ApiKeys } from './gateway/api-keys'
import { Domains } from './gateway/domains'
import { FunctionUrls } from './gateway/function-urls'
import type { Ports } from './gateway/phase'
import { Stages } from './gateway/stages'
import { Sampler } from './gateway/tracing/sampler'
import { UserPools } from './gateway/user-pools'
import { VpcLinks } from './gateway/vpc-links'
import { WebAcls } from './gateway/waf/web-acls'
import { createRegistry } from './model/create-registry'
import type { Registry, RegistrySnapshot } from './model/registry'
import { Logs } from './observe/logs'
import { Metrics } from './observe/metrics'
import { Traces } from './observe/traces'
import { createControlPlane } from './protocols/control-plane'
import { CALLABLE, SERVICES } from './protocols/services'
import { FunctionDoubles } from './runner/doubles'
import { createRunner } from './runner/worker-runner'
import { createForward, passOn } from './server/forward'
import { Front } from './server/front'
import { FunctionEndpoint } from './server/function-endpoint'
import { type HttpServer, listen } from './server/http-server'
import { OtlpExport } from './server/otlp-export'
import { RecentRequests } from './server/recent'
import { createSend } from './server/send'
import { createServiceCalls } from './server/service-calls'
import { tlsOptions } from './server/tls-options'
import { unreachableDomains } from './server/unreachable-domains'
import { raiseAccountThrottle } from './services/apigateway/account'
import { withPlace } from './services/cloudformation/subjects'
import { poolEndpoint } from './services/cognito-idp/hosted/endpoints'
import { listCredentials } from './services/iam/credentials'
import { createPrincipals } from './services/iam/principals'
import { keepUnpackedCode, removeUnpackedCode } from './services/lambda/code'
import { createInvoke } from './services/lambda/invoke'
import { type Observers, startObservers } from './services/observers'
import type { Call } from './services/operations'
import { StoredObjects } from './services/s3/stored-objects'
import { createStore } from './store/create-store'
import { StateDirectory } from './store/state-directory'
import type { Store } from './store/store'

/** An account of AWS in this process, and the gateway that serves its APIs: the composition root. */
export class Emulator implements AsyncDisposable {
  readonly clock: Clock
  readonly account: string
  readonly region: string
  readonly registry: Registry
  readonly stages: Stages
  readonly front: Front
  readonly domains: Domains
  readonly logs: Logs
  readonly metrics: Metrics
  readonly traces = new Traces()
  /** Assets of cloud assemblies. */
  readonly objects = new AssetObjects()
  /** Deploys cloud assemblies and templates. */
  readonly deployments = new Deployments(this)
  readonly #ids: Ids
  readonly #log = new DiagnosticLog()
  readonly #store: Store
  /** What stands in for functions, and what they were called with. */
  readonly doubles: FunctionDoubles
  readonly #functions
  readonly #traffic: TrafficMeter
  readonly #endpoint: FunctionEndpoint
  readonly #closeSend: () => Promise<void>
  readonly #ports: Ports
  readonly #common: Pick<Ports, 'clock' | 'ids' | 'store' | 'logs' | 'metrics' | 'traces'>
  readonly #stored: StoredObjects
  readonly #state: StateDirectory | undefined
  readonly #observers: Observers
  readonly #export: OtlpExport | undefined
  readonly #servers: HttpServer[] = []
  #ready: RegistrySnapshot | undefined
  #stopped: Promise<void> | undefined

  constructor(options: EmulatorOptions = {}) {
    this.clock = options.clock ?? new RealClock()
    this.#ids = options.ids ?? randomIds()
    this.account = options.account ?? '000000000000'
    this.region = options.region ?? 'us-east-1'
    this.#store = createStore(options.store, this.clock, (said) => this.#log.replace('store', said))
    this.registry = createRegistry()
    this.#state = options.state === undefined ? undefined : new StateDirectory(options.state)
    const kept = this.#state?.directory
    this.#stored = new StoredObjects(this.registry, this.objects, kept === undefined ? undefined : join(kept, 'objects'))
    if (kept !== undefined) keepUnpackedCode(this.#stored, join(kept, 'code'))
    this.logs = new Logs(this.#store)
    this.metrics = new Metrics(this.clock)
    const { clock, account, region } = this
    this.#endpoint = new FunctionEndpoint(() => this.front, clock)
    const inProcess = options.inProcess ? createLoadSource(() => this.deployments.entryFunctions()) : undefined
    this.#common = { clock, ids: this.#ids, store: this.#store, logs: this.logs, metrics: this.metrics, traces: this.traces }
    this.#traffic = new TrafficMeter(clock)
    this.doubles = new FunctionDoubles(clock, this.#ids)
    const runner = createRunner({ ...options, ...this.#common, endpoint: this.#endpoint, inProcess, handlerOf: this.doubles.handlerOf })
    this.#functions = this.#traffic.counting(this.doubles.over(runner))
    const { send, close } = createSend(clock)
    this.#closeSend = close
    if (options.otlp !== undefined) this.#export = new OtlpExport(this.traces, options.otlp, send, this.#log)
    const forward = options.services === undefined ? undefined : createForward(options.services, send)
    this.#ports = {
      ...this.#common,
      failClosed: options.storeLoss === 'closed',
      sampler: new Sampler(this.registry, clock, this.#ids, this.traces),
      invoke: createInvoke((callAccount, callRegion) => this.call(callAccount, callRegion)),
      send,
      services: createServiceCalls({ own: (request) => this.front.callOwn(request), names: CALLABLE, forward }),
      keys: new ApiKeys(this.registry),
      accounts: new AccountLimits(this.registry),
      principals: createPrincipals(this.registry, this.account, this.region),
      verifySignatures: options.verifySignatures ?? false,
      userPools: new UserPools(this.registry, clock, (url, timeout) => send({ method: 'GET', url, headers: [], body: '', timeout })),
      vpcLinks: new VpcLinks(this.registry, options.vpcLinks ?? {}),
      webAcls: new WebAcls(this.registry, this.#store),
    }
    this.stages = new Stages(this.registry, this.#ports, (stage, diagnostics) => this.#log.replace(stage, diagnostics))
    const recent = new RecentRequests(() => clock.now())
    this.domains = new Domains(this.registry)
    this.front = new Front({
      stages: this.stages,
      domains: this.domains,
      endpoints: new ApiEndpoints(this.registry),
      clock,
      functionUrls: new FunctionUrls(this.registry, this.#ports),
      ids: this.#ids,
      region,
      controlPlane: createControlPlane({
        services: SERVICES,
        callFor: (callAccount, callRegion) => this.call(callAccount, callRegion),
        accountOf: (accessKeyId) => this.#ports.principals.find(accessKeyId)?.identity.accountId,
        account,
        region,
        unserved: ({ request }) => (forward === undefined ? undefined : passOn(forward, request)),
      }),
      userPools: (request) => poolEndpoint(request, this.call()),
      forward,
      inspection: {
        clock,
        status: () => (this.#ready === undefined ? 'starting' : 'ready'),
        diagnostics: () => this.diagnostics(),
        requests: () => recent.list(),
        cost: (wish) => this.cost(wish),
        credentials: () => listCredentials(this.registry, this.account, clock.now()),
        reset: () => this.reset(),
        functions: { doubles: this.doubles, call: () => this.call(), entries: () => this.deployments.entryFunctions(), send },
        authority: () => this.#servers.find(({ authority }) => authority !== undefined)?.authority?.pem,
      },
    })
    this.front.watch((served) => recent.add(served))
    this.front.watch(({ outcome: { exchange, response } }) => this.#traffic.served(exchange, response))
    this.#state?.follow(this.registry)
    this.#observers = startObservers(this, (callAccount, callRegion) => this.call(callAccount, callRegion))
    if (options.accountThrottle !== undefined) raiseAccountThrottle(this.call(), options.accountThrottle)
  }

  /** What an AWS operation is called with, in an account and region of the emulator. */
  call(account = this.account, region = this.region): Call {
    return {
      account,
      region,
      records: this.registry.records(account, region),
      ...this.#common,
      objects: this.#stored,
      functions: this.#functions,
      diagnostics: this.#log,
      elsewhere: () => this.registry.regions(account).flatMap((other) => (other === region ? [] : this.call(account, other))),
      gateway: this.#ports,
    }
  }

  /** What the user should know, each with its place in their code where it is known. */
  diagnostics(): Diagnostic[] {
    const urls = this.#servers.map(({ url }) => url)
    return [...this.#log.all(), ...unreachableDomains(this.domains, urls)].map((diagnostic) => withPlace(this.call(), diagnostic))
  }

  /** What the traffic since the start, or the last reset, would cost on AWS. */
  cost(wish?: CostWish): CostReport {
    return this.#traffic.report(this.call(), this.stages.all(), wish)
  }

  /** Connects to the store; rejects with a `UserError` when it cannot be reached. To be awaited before requests come. */
  async connect(): Promise<void> {
    await this.#store.open()
  }

  /** Everything that was to be deployed at the start is: health answers `ready`, and `reset` comes back to here. */
  markReady(): void {
    this.#ready = this.registry.snapshot()
  }

  /** Back to the state at `markReady`: records, counters, caches. */
  async reset(): Promise<void> {
    await this.#store.delete('')
    this.metrics.clear()
    this.traces.clear()
    for (const name of this.doubles.clear()) this.#functions.retire(name)
    this.#traffic.clear(this.call())
    this.#observers.reset()
    if (this.#ready !== undefined) this.registry.restore(this.#ready)
  }

  /** Opens a port. Several may be open. With `tls` it speaks HTTPS besides HTTP, with a certificate of the user's or ones made on the spot. */
  async listen({ host = '127.0.0.1', port = 4566, tls = false }: ListenOptions = {}): Promise<HttpServer> {
    const server = await listen(this.front, this.clock, {
      host,
      port,
      ...(tls === false ? {} : { tls: tlsOptions(tls, this.domains, this.#state?.directory) }),
    })
    this.#servers.push(server)
    this.#endpoint.use(server)
    return server
  }

  /** Lets running requests finish, ends functions, closes ports. Safe to call twice. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  async #stop(): Promise<void> {
    this.#observers.stop()
    await Promise.all(this.#servers.splice(0).map((server) => server.stop()))
    await Promise.all([this.#functions.close(), this.#endpoint.close(), this.#export?.flush()])
    await this.#closeSend()
    this.#state?.close()
    removeUnpackedCode(this.#stored)
    this.#stored.close()
    this.objects.close()
    await this.#store.close()
  }
}
