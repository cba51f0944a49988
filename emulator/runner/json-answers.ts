import type { ServerResponse } from 'node:http'

/** The answer to what a runtime or an extension tells. */
export function accept(response: ServerResponse): void {
  answer(response, 202, { status: 'OK' })
}

/** Refuses a call of a runtime or an extension. */
export function refuse(response: ServerResponse, status: number, type: string, message: string): void {
  answer(response, status, { errorMessage: message, errorType: type })
}

/** Answers JSON. */
export function answer(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  const text = JSON.stringify(body)
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text), ...headers })
  response.end(text)
}
