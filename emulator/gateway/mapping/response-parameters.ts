import { allHeaders, firstHeader } from '../../base/headers'
import { contextVariable } from '../context'
import type { Exchange, IntegrationReply } from '../exchange'

/** The value of a response mapping's source; undefined when there is none and the header is left out. */
export type ResponseSource = (exchange: Exchange, reply: IntegrationReply) => string | undefined

/**
 * Compiles a source of a response parameter mapping (facts/02, section 7): `integration.response.header.*`,
 * `integration.response.multivalueheader.*`, `integration.response.body`, `stageVariables.*`, `context.*`, `'static'`.
 * Undefined when the gateway cannot evaluate it (JSONPath of the body).
 */
export function compileResponseSource(expression: string, variables: Readonly<Record<string, string>>): ResponseSource | undefined {
  const fixed = /^'([\s\S]*)'$/.exec(expression)
  if (fixed !== null) {
    const value = fixed[1] as string
    return () => value
  }
  if (expression.startsWith('stageVariables.')) {
    const value = variables[expression.slice('stageVariables.'.length)]
    return () => value
  }
  if (expression.startsWith('context.')) {
    const variable = contextVariable(expression.slice('context.'.length))
    return (exchange) => {
      const value = variable?.(exchange)
      return value === undefined || value === null ? undefined : String(value)
    }
  }
  const header = /^integration\.response\.(header|multivalueheader)\.(.+)$/.exec(expression)
  if (header !== null) {
    const name = header[2] as string
    if (header[1] === 'header') return (_exchange, reply) => firstHeader(reply.headers, name)
    return (_exchange, reply) => {
      const values = allHeaders(reply.headers, name)
      return values.length === 0 ? undefined : values.join(',')
    }
  }
  if (expression === 'integration.response.body') return (_exchange, reply) => (typeof reply.body === 'string' ? reply.body : undefined)
  return undefined
}
