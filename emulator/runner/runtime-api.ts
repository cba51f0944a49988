import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { turn } from '../base/clock'
import type { ExtensionApi } from './extension-api'
import { accept, refuse } from './json-answers'
import type { EventMessage } from './messages'

/** Bytes that a response may have (facts/11, section 5). */
const LARGEST_RESPONSE = 6_291_556
const TOO_LARGE = `Exceeded maximum allowed payload size (${LARGEST_RESPONSE} bytes).`

/** What a runtime says over its API. */
export interface RuntimeListener {
  /** It asks for the next event: for the first time when it has been initialized. */
  next(): void
  response(payload: string): void
  piece(data: Uint8Array, type: string | undefined): void
  /** A response in pieces has ended, with an error if it was broken off. */
  streamed(error: { readonly type: string; readonly body: string } | undefined): void
  error(type: string, body: string): void
  initError(type: string, body: string): void
}

/**
 * The Lambda Runtime API of one environment (facts/11, section 1), on a port of loopback. Uncertain: the texts of refusals, which no
 * documentation has.
 */
export class RuntimeApi {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #waiting: ServerResponse | undefined
  #event: EventMessage | undefined

  constructor(
    private readonly listener: RuntimeListener,
    private readonly extensions: ExtensionApi,
  ) {
    this.#server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
      this.#handle(request, response).catch(() => response.destroy())
    })
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.unref()
      socket.on('close', () => this.#sockets.delete(socket))
    })
  }

  /** Opens the port; resolves with `127.0.0.1:{port}`. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(0, '127.0.0.1', resolve)
    })
    this.#server.unref()
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Answers the runtime's wait for an event. */
  deliver(event: EventMessage): void {
    this.#event = event
    const response = this.#waiting
    this.#waiting = undefined
    if (response === undefined) return
    // Node writes headers in the encoding of the text that follows them: bytes leave them as they are.
    const body = Buffer.from(event.event)
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': event.id,
      'Lambda-Runtime-Deadline-Ms': String(event.deadline),
      'Lambda-Runtime-Invoked-Function-Arn': event.arn,
      ...(event.traceId === undefined ? {} : { 'Lambda-Runtime-Trace-Id': event.traceId }),
      ...(event.clientContext === undefined ? {} : { 'Lambda-Runtime-Client-Context': headerOf(event.clientContext) }),
      'Content-Length': body.length,
    })
    response.end(body)
  }

  close(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request
    if (!url.startsWith('/2018-06-01/')) {
      if (!this.extensions.handle(method, url, request.headers, await readBody(request), response)) refuse(response, 404, 'NotFound', url)
      return
    }
    const [, id, what] = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(url) ?? []
    if (method === 'GET' && url === '/2018-06-01/runtime/invocation/next') this.#next(response)
    else if (method === 'POST' && url === '/2018-06-01/runtime/init/error') {
      this.listener.initError(errorType(request, 'Runtime.Unknown'), await readText(request))
      accept(response)
    } else if (method === 'POST' && id !== undefined) {
      if (decodeURIComponent(id) !== this.#event?.id) {
        await readBody(request)
        refuse(response, 400, 'InvalidRequestID', 'Invalid request ID')
      } else if (what === 'error') await this.#error(request, response)
      else if (request.headers['lambda-runtime-function-response-mode'] === 'streaming') await this.#stream(request, response)
      else await this.#response(request, response)
    } else refuse(response, 404, 'NotFound', url)
  }

  #next(response: ServerResponse): void {
    if (this.#event !== undefined || this.#waiting !== undefined) {
      refuse(response, 403, 'InvalidStateTransition', 'Transition from the present state to Ready is not allowed for the runtime')
      return
    }
    this.#waiting = response
    this.listener.next()
  }

  async #response(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request)
    // What was printed before the answer is on its way through a pipe.
    await turn()
    this.#event = undefined
    if (body.length > LARGEST_RESPONSE) {
      refuse(response, 413, 'RequestEntityTooLarge', TOO_LARGE)
      const errorMessage = `Response payload size exceeded maximum allowed payload size (${LARGEST_RESPONSE} bytes).`
      this.listener.error('Function.ResponseSizeTooLarge', JSON.stringify({ errorMessage, errorType: 'Function.ResponseSizeTooLarge' }))
      return
    }
    accept(response)
    this.listener.response(body.toString('utf8'))
  }

  /** An error in the middle comes in the trailers. */
  async #stream(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let type = request.headers['content-type']
    for await (const piece of request) {
      this.listener.piece(new Uint8Array(piece as Buffer), type)
      type = undefined
    }
    await turn()
    this.#event = undefined
    accept(response)
    const failed = request.trailers['lambda-runtime-function-error-type']
    const body = request.trailers['lambda-runtime-function-error-body'] ?? ''
    this.listener.streamed(failed === undefined ? undefined : { type: failed, body: Buffer.from(body, 'base64').toString('utf8') })
  }

  async #error(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readText(request)
    await turn()
    this.#event = undefined
    accept(response)
    this.listener.error(errorType(request, 'Unhandled'), body)
  }
}

/** JSON of one line: header fields have none, and are written byte for byte. */
function headerOf(json: string): string {
  return Buffer.from(json.replace(/\p{Cc}/gu, ' ')).toString('latin1')
}

function errorType({ headers }: IncomingMessage, otherwise: string): string {
  return [headers['lambda-runtime-function-error-type']].flat()[0] ?? otherwise
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

async function readText(request: IncomingMessage): Promise<string> {
  return (await readBody(request)).toString('utf8')
}
