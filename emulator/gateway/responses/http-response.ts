import { type HeaderFields, isHeaderName, isHeaderValue } from '../../base/headers'
import type { GatewayResponse } from '../exchange'

/** The response that a function answers in payload format 2.0 (facts/07, section 3); undefined when it is malformed. */
export function readHttpResponse(payload: string): GatewayResponse | undefined {
  let answer: unknown
  try {
    answer = JSON.parse(payload)
  } catch {
    return undefined
  }
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer) || !('statusCode' in answer)) {
    return { status: 200, headers: ['Content-Type', 'application/json'], body: typeof answer === 'string' ? answer : payload }
  }
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded } = answer as Record<string, unknown>
  const status = Number(statusCode)
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined
  if (typeof headers !== 'object' || headers === null || !Array.isArray(cookies)) return undefined
  const fields: HeaderFields = []
  for (const [name, value] of Object.entries(headers)) if (value !== null) fields.push(name, String(value))
  for (const cookie of cookies) fields.push('set-cookie', String(cookie))
  if (!fields.some((field, at) => at % 2 === 0 && field.toLowerCase() === 'content-type')) fields.push('Content-Type', 'application/json')
  if (!fields.every((field, at) => (at % 2 === 0 ? isHeaderName(field) : isHeaderValue(field)))) return undefined
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? '')
  return { status, headers: fields, body: isBase64Encoded === true ? Buffer.from(text, 'base64') : text }
}
