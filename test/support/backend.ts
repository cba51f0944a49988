import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as a backend received it. */
export interface Received {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
  readonly bytes: Buffer
}

/** A backend on a free port of this machine. */
export interface Backend extends AsyncDisposable {
  readonly url: string
  stop(): Promise<void>
}

/** Starts a backend; without `answer` it echoes what it received as JSON. */
export async function startBackend(answer: (received: Received, response: ServerResponse) => void = echo): Promise<Backend> {
  const server = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const bytes = Buffer.concat(chunks)
      answer({ method, url, headers, body: bytes.toString('utf8'), bytes }, response)
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const stop = () =>
    new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop, [Symbol.asyncDispose]: stop }
}

function echo({ bytes: _bytes, ...received }: Received, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify(received))
}
