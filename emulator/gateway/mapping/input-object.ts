import { Recent } from '../../base/recent'
import { JsonParseError, parseJson } from '../../language/json/parse'
import { printJson } from '../../language/json/print'
import type { Json } from '../../language/json/value'
import { JsonPathError } from '../../language/jsonpath/error'
import { compileJsonPath, type JsonPath } from '../../language/jsonpath/jsonpath'
import type { Budget } from '../../language/vtl/budget'
import { TemplateError } from '../../language/vtl/errors'
import { fromJson } from '../../language/vtl/json-values'
import { JMap, JObject, type Value } from '../../language/vtl/values'
import { GatewayError } from '../errors'
import type { Exchange } from '../exchange'

/** Templates name their paths as texts that are known only when they run; most are the same each time. */
const PATHS = new Recent<JsonPath>(200_000, (path) => path.length + 100)

/** `$input` (facts/03, section 2): the body is parsed when first asked for, and once. */
export class InputObject extends JObject {
  override readonly className = 'Input'
  private readonly body: string
  private parsed: Json | undefined
  private parameters: JMap | undefined

  constructor(
    private readonly exchange: Exchange,
    body: string,
  ) {
    super()
    this.body = body === '' ? '{}' : body
  }

  override property(name: string): Value | undefined {
    return name === 'body' ? this.body : undefined
  }

  override call(name: string, args: readonly Value[], budget: Budget): Value | undefined {
    const [argument] = args
    if (args.length > 1) return undefined
    if (name === 'params') return argument === undefined ? this.all() : typeof argument === 'string' ? this.parameter(argument) : undefined
    if (name === 'getBody') return argument === undefined ? this.body : undefined
    if (typeof argument !== 'string') return undefined
    if (name === 'path') return fromJson(this.at(argument, budget) ?? null, budget)
    if (name !== 'json') return undefined
    const found = this.at(argument, budget)
    if (found === undefined || found === null) return '""'
    const text = budget.made(printJson(found))
    budget.step(text.length >> 5)
    return text
  }

  /** What of the body is at a path. */
  private at(path: string, budget: Budget): Json | undefined {
    try {
      this.parsed ??= parseJson(this.body)
      return PATHS.get(path, () => compileJsonPath(path)).evaluate(this.parsed, budget)
    } catch (error) {
      // A body that breaks off is the client's fault: recorded (facts/14, JSON and JSONPath).
      if (error instanceof JsonParseError) throw new GatewayError('DEFAULT_4XX', 'Could not process payload...')
      if (error instanceof JsonPathError) throw new TemplateError('MethodInvocationException', error.message)
      throw error
    }
  }

  private parameter(name: string): Value {
    for (const place of ['path', 'querystring', 'header']) {
      const value = (this.all().get(place) as JMap).get(name)
      if (value !== undefined) return value
    }
    return null
  }

  /** Path parameters decoded, the last value of a query parameter, headers in the case that they came in. */
  private all(): JMap {
    if (this.parameters !== undefined) return this.parameters
    const { pathParameters, query, request } = this.exchange
    const path = new JMap()
    for (const name in pathParameters) path.put(name, decode(pathParameters[name] as string))
    const querystring = new JMap()
    for (const [name, values] of query) querystring.put(name, values.at(-1) ?? '')
    const header = new JMap()
    for (let i = 0; i < request.headers.length; i += 2) header.put(request.headers[i] as string, request.headers[i + 1] as string)
    this.parameters = new JMap()
    this.parameters.put('path', path)
    this.parameters.put('querystring', querystring)
    this.parameters.put('header', header)
    return this.parameters
  }
}

/** A map of names and texts, in their order. */
export function mapOf(texts: Readonly<Record<string, string>>): JMap {
  const map = new JMap()
  for (const [name, value] of Object.entries(texts)) map.put(name, value)
  return map
}

function decode(value: string): string {
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
