import { toText } from '../../base/bytes'
import { allHeaders } from '../../base/headers'
import { JsonParseError } from '../../language/json/parse'
import { contextVariable } from '../context'
import { GatewayError } from '../errors'
import type { Exchange } from '../exchange'
import type { BodyPath } from './body-path'

/** Loaded with the first mapping from a body. */
const bodyPaths = () => require('./body-path') as typeof import('./body-path')

/** The value of a mapping source for a request: several where the source is a multi-value one; undefined when there is none. */
export type Source = (exchange: Exchange) => readonly string[] | undefined

const METHOD_REQUEST = /^method\.request\.(path|querystring|multivaluequerystring|header|multivalueheader)\.(.+)$/

/**
 * Compiles a source of a parameter mapping (facts/02, section 7): `method.request.*`, `stageVariables.*`, `context.*`, `'static'`.
 * Undefined when it is none of them.
 */
export function compileSource(expression: string, variables: Readonly<Record<string, string>>): Source | undefined {
  const fixed = /^'([\s\S]*)'$/.exec(expression)
  if (fixed !== null) return constant(fixed[1] as string)
  if (expression.startsWith('stageVariables.')) return constant(variables[expression.slice('stageVariables.'.length)])
  if (expression.startsWith('context.')) {
    const variable = contextVariable(expression.slice('context.'.length))
    if (variable === undefined) return () => undefined
    return (exchange) => {
      const value = variable(exchange)
      return value === undefined || value === null || value === '' ? undefined : [String(value)]
    }
  }
  if (expression === 'method.request.body') return ({ request }) => (request.body === undefined ? undefined : [toText(request.body)])
  if (expression.startsWith('method.request.body.')) {
    const path = bodyPaths().compileBodyPath(expression.slice('method.request.body.'.length))
    return path === undefined ? undefined : requestBody(path)
  }
  const parameter = METHOD_REQUEST.exec(expression)
  return parameter === null ? undefined : methodRequest(parameter[1] as string, parameter[2] as string)
}

/** A body that is broken JSON is the client's fault: 400 (facts/02, section 7). */
function requestBody(path: BodyPath): Source {
  return ({ request }) => {
    try {
      const value = request.body === undefined ? undefined : path(toText(request.body))
      return value === undefined || value === '' ? undefined : [value]
    } catch (error) {
      if (error instanceof JsonParseError) throw new GatewayError('DEFAULT_4XX', 'Invalid JSON in request body')
      throw error
    }
  }
}

function constant(value: string | undefined): Source {
  const values = value === undefined || value === '' ? undefined : [value]
  return () => values
}

/** Single header and query values are the last ones; a multi-value header is one comma-joined value (facts/02, section 7). */
function methodRequest(place: string, name: string): Source {
  switch (place) {
    case 'path':
      return ({ pathParameters }) => {
        const value = pathParameters?.[name]
        return value === undefined ? undefined : [decodePath(value)]
      }
    case 'querystring':
      return ({ query }) => last(query.get(name))
    case 'multivaluequerystring':
      return ({ query }) => query.get(name)
    case 'header':
      return ({ request }) => last(exactHeaders(request.headers, name))
    default:
      return ({ request }) => {
        const values = allHeaders(request.headers, name)
        return values.length === 0 ? undefined : [values.join(',')]
      }
  }
}

/** Header names are compared exactly, as the client wrote them (facts/01, section 2). */
export function exactHeaders(fields: readonly string[], name: string): string[] {
  const values: string[] = []
  for (let i = 0; i < fields.length; i += 2) if (fields[i] === name) values.push(fields[i + 1] as string)
  return values
}

function last(values: readonly string[] | undefined): readonly string[] | undefined {
  const value = values?.at(-1)
  return value === undefined || value === '' ? undefined : [value]
}

/** REST APIs decode request parameters before passing them on (facts/01, section 2). */
function decodePath(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
