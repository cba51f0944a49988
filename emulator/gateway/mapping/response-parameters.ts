import { toText } from '../../base/bytes'
import { allHeaders, firstHeader } from '../../base/headers'
import { once } from '../../base/once'
import { JsonParseError } from '../../language/json/parse'
import { contextVariable } from '../context'
import { internalError } from '../errors'
import type { Exchange, IntegrationReply } from '../exchange'
import type { BodyPath } from './body-path'

/** Loaded with the first mapping from a body. */
const bodyPaths = () => require('./body-path') as typeof import('./body-path')

/** The value of a response mapping's source; undefined when there is none and the header is left out. */
export type ResponseSource = (exchange: Exchange, reply: IntegrationReply) => string | undefined

/**
 * Compiles a source of a response parameter mapping (facts/02, section 7): `integration.response.header.*`,
 * `integration.response.multivalueheader.*`, `integration.response.body`, `stageVariables.*`, `context.*`, `'static'`.
 * and `integration.response.body.JSONPATH`. Undefined when it is none of them.
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
  if (!expression.startsWith('integration.response.body.')) return undefined
  const written = expression.slice('integration.response.body.'.length)
  const path = bodyPaths().compileBodyPath(written)
  const inMessage = /^(?:\$\.)?errorMessage\.(.+)$/.exec(written)?.[1]
  const messagePath = inMessage === undefined ? undefined : bodyPaths().compileBodyPath(inMessage)
  if (path === undefined) return undefined
  return (_exchange, reply) => {
    try {
      if (messagePath !== undefined && reply.invocation !== undefined) return inErrorMessage(reply, messagePath)
      return path(toText(reply.body))
    } catch (error) {
      if (error instanceof JsonParseError) throw internalError('Execution failed due to configuration error: Invalid JSON in response body')
      throw error
    }
  }
}

const errorMessage = once(() => bodyPaths().compileBodyPath('errorMessage') as BodyPath)

/** The message of a function's error may be JSON itself, which mappings look into (facts/02, section 2). */
function inErrorMessage({ body }: IntegrationReply, path: BodyPath): string | undefined {
  const message = errorMessage()(toText(body))
  return message === undefined ? undefined : path(message)
}
