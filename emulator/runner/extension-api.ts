import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { Ids } from '../base/ids'
import { accept, answer, refuse } from './json-answers'
import type { EventMessage } from './messages'
import type { RunnableFunction } from './runner'
import type { ShutdownReason } from './sandbox'

type EventType = 'INVOKE' | 'SHUTDOWN'

interface Extension {
  readonly name: string
  readonly events: readonly EventType[]
  waiting: ServerResponse | undefined
  /** What happened while it did not wait. */
  pending: (() => void) | undefined
}

/** Extensions as the API knows them (Lambda developer guide, "Lambda Extensions API"). Uncertain: the texts of refusals. */
export class ExtensionApi {
  readonly #extensions = new Map<string, Extension>()

  constructor(
    private readonly target: RunnableFunction,
    private readonly ids: Pick<Ids, 'uuid'>,
    /** Something happened that may have made the environment ready or free. */
    private readonly changed: () => void,
    /** An extension gives up. */
    private readonly failed: (errorType: string, body: string) => void,
  ) {}

  /** Names of those that have registered. */
  get names(): readonly string[] {
    return [...this.#extensions.values()].map(({ name }) => name)
  }

  /** Whether every extension waits for the next event. */
  get waiting(): boolean {
    return [...this.#extensions.values()].every(({ waiting }) => waiting !== undefined)
  }

  /** Tells those that want to know of an event. */
  invoke(event: EventMessage): void {
    this.#tell('INVOKE', {
      deadlineMs: event.deadline,
      requestId: event.id,
      invokedFunctionArn: event.arn,
      tracing: { type: 'X-Amzn-Trace-Id', value: event.traceId ?? '' },
    })
  }

  /** Tells those that want to know that the environment ends; false when there are none. */
  shutdown(reason: ShutdownReason, deadline: number): boolean {
    return this.#tell('SHUTDOWN', { shutdownReason: reason, deadlineMs: deadline })
  }

  /** Answers a call of the API; false when it is for something else. */
  handle(method: string, url: string, headers: IncomingHttpHeaders, body: Buffer, response: ServerResponse): boolean {
    if (method === 'PUT' && /^\/(?:2020-08-15\/logs|2022-07-01\/telemetry)$/.test(url)) {
      // As AWS's own local emulation of the interface answers: extensions go on without.
      answer(response, 202, { errorMessage: 'Telemetry API is not supported', errorType: 'Telemetry.NotSupported' })
      return true
    }
    if (!url.startsWith('/2020-01-01/extension/')) return false
    if (method === 'POST' && url.endsWith('/register')) {
      this.#register(headers['lambda-extension-name'], body, response)
      return true
    }
    const extension = this.#extensions.get(String(headers['lambda-extension-identifier']))
    if (extension === undefined) refuse(response, 403, 'Extension.UnknownExtensionIdentifier', 'Unknown extension identifier')
    else if (method === 'GET' && url.endsWith('/event/next')) {
      extension.waiting = response
      const pending = extension.pending
      extension.pending = undefined
      pending?.()
      this.changed()
    } else if (method === 'POST' && /\/(?:init|exit)\/error$/.test(url)) {
      accept(response)
      this.failed(String(headers['lambda-extension-function-error-type'] ?? 'Extension.Unknown'), body.toString('utf8'))
    } else return false
    return true
  }

  #register(name: string | string[] | undefined, body: Buffer, response: ServerResponse): void {
    if (typeof name !== 'string' || name === '') {
      refuse(response, 400, 'Extension.InvalidExtensionName', 'Empty extension name')
      return
    }
    const { events = [] } = JSON.parse(body.toString('utf8') || '{}') as { events?: EventType[] }
    const wrong = events.find((event) => event !== 'INVOKE' && event !== 'SHUTDOWN')
    if (wrong !== undefined) {
      refuse(response, 400, 'Extension.InvalidEventType', `${wrong}: Not a valid event type`)
      return
    }
    const id = this.ids.uuid()
    this.#extensions.set(id, { name, events, waiting: undefined, pending: undefined })
    const { name: functionName, version: functionVersion, handler, arn } = this.target
    const accountId = arn.split(':')[4]
    answer(response, 200, { functionName, functionVersion, handler, accountId }, { 'Lambda-Extension-Identifier': id })
    this.changed()
  }

  #tell(eventType: EventType, members: Readonly<Record<string, unknown>>): boolean {
    let told = false
    for (const [id, extension] of this.#extensions) {
      if (!extension.events.includes(eventType)) continue
      told = true
      const tell = () => {
        const { waiting } = extension
        extension.waiting = undefined
        if (waiting !== undefined) answer(waiting, 200, { eventType, ...members }, { 'Lambda-Extension-Event-Identifier': id })
      }
      if (extension.waiting === undefined) extension.pending = tell
      else tell()
    }
    return told
  }
}
