import { Token } from 'aws-cdk-lib'
import { ConfigError } from '../config-error'
import { jsonTemplate, staticValue } from '../mapping'
import type { IRouteSite } from './target-binding'

const ALLOWED =
  '"path.id", "query.page", "header.X-Tenant", "body", "body.customer.name", "context.requestId", or a fixed text in single quotes'

/**
 * Values of a request in a mapping template, each written so that it cannot leave its place, whatever a caller sends. Sources are named as
 * in cache keys: `path.id`, `query.page`, `header.X-Tenant`, `body.customer.name`, `context.requestId`; `body` is the whole body as it
 * came, and `'news'` a fixed text.
 */
export class RequestValues {
  private readonly names = new Map<string, string>()
  private readonly lines: string[] = []

  constructor(private readonly route: IRouteSite) {}

  /** Directives that stand before the template in which the values are used. */
  get prelude(): string {
    return this.lines.join('')
  }

  /** A JSON string, quotes included. `escapeJavaScript` escapes the single quote too, which JSON forbids (facts/03, 3). */
  json(source: string): string {
    const fixed = fixedText(source)
    if (fixed !== undefined) return jsonText(fixed)
    return `"$util.escapeJavaScript(${this.text(source)}).replaceAll("\\\\'", "'")"`
  }

  /** A value of a form. */
  form(source: string): string {
    const fixed = fixedText(source)
    return fixed === undefined ? `$util.urlEncode(${this.text(source)})` : formText(fixed)
  }

  /** A JSON string that holds the value in base64, quotes included. */
  base64(source: string): string {
    const fixed = fixedText(source)
    if (fixed === undefined) return `"$util.base64Encode(${this.text(source)})"`
    if (Token.isUnresolved(fixed)) this.fail('is known only at deployment, too late for base64', source)
    return `"${Buffer.from(fixed, 'utf8').toString('base64')}"`
  }

  /** A source as parameter mappings name it, for places that templates do not reach. */
  mapping(source: string): string {
    const fixed = fixedText(source)
    if (fixed !== undefined) return staticValue(this.route.scope, `a fixed text of "${this.route.key}"`, fixed)
    const [, place, name] = /^(path|query|header)\.([a-zA-Z0-9._$-]+)$/.exec(source) ?? []
    if (place === undefined)
      this.fail('cannot be mapped here', source, '"path.id", "query.page", "header.X-Tenant", or a fixed text in single quotes')
    if (place === 'path') this.checkVariable(source, name ?? '')
    return `method.request.${place === 'query' ? 'querystring' : place}.${name}`
  }

  /** A quoted reference: quoted, nothing is an empty text and a number its digits, so that every method takes it. */
  private text(source: string): string {
    const known = this.names.get(source)
    if (known !== undefined) return known
    const variable = `v${this.names.size}`
    const text = `"$!${variable}"`
    this.names.set(source, text)
    this.lines.push(this.read(variable, source))
    return text
  }

  private read(variable: string, source: string): string {
    if (this.route.jsonIsBinary && /^body(\.|$)/.test(source))
      this.fail('is in a body that the API takes for bytes', source, 'media types of bytes in "binaryMediaTypes", none that fits JSON')
    if (source === 'body') return `#set($${variable} = $input.body)`
    const [, place, name = ''] = /^(path|query|header|context|body)\.(.+)$/.exec(source) ?? []
    const pattern = place === 'body' ? /^\w+(\.\w+|\[\d+\])*$/ : place === 'context' ? /^[a-z]\w*(\.\w+)*$/i : /^[a-zA-Z0-9._-]+$/
    if (place === undefined || !pattern.test(name)) this.fail('is no part of a request', source)
    if (place === 'context') return `#set($${variable} = $context.${name})`
    if (place === 'body') return `#set($${variable} = $input.path('$.${name}'))`
    if (place === 'path') this.checkVariable(source, name)
    // `$input.params(name)` would look into path, query and headers in turn: a caller could choose which.
    const from = (spelling: string) =>
      `#set($${variable} = $input.params().${place === 'query' ? 'querystring' : place}.get('${spelling}'))`
    const lower = name.toLowerCase()
    if (place !== 'header' || lower === name) return from(name)
    // Clients of HTTP/2 send header names in lower case, and API Gateway tells the cases apart.
    return `${from(name)}#if("$!${variable}" == "")${from(lower)}#{end}`
  }

  private checkVariable(source: string, name: string): void {
    const { pathVariables } = this.route
    if (pathVariables.includes(name)) return
    this.fail(
      'is no variable of the route’s path',
      source,
      pathVariables.map((variable) => `path.${variable}`).join(', ') || 'no "path." source, since the path has no variable',
    )
  }

  private fail(what: string, got: string, allowed = ALLOWED): never {
    throw new ConfigError(this.route.scope, {
      what: `A value that "${this.route.key}" sends to a service ${what}`,
      got,
      allowed,
      fix: 'say where in the request the value is; a fixed text is written "\'news\'"',
    })
  }
}

/** A fixed text as a JSON string. What is known only at deployment, an ARN or a name, is written as it is. */
export function jsonText(text: string): string {
  return Token.isUnresolved(text) ? `"${text}"` : jsonTemplate(text)
}

/** A fixed text as a value of a form. */
export function formText(text: string): string {
  return Token.isUnresolved(text) ? `$util.urlEncode('${text}')` : encodeURIComponent(text)
}

/** The text of a source that is fixed, undefined for one that a request brings. */
export function fixedText(source: string): string | undefined {
  return /^'(.*)'$/s.exec(source)?.[1]
}
