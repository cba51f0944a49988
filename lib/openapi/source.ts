import { existsSync, readFileSync } from 'node:fs'
import type { Duration } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'
import { Auth } from '../auth'
import type { IAuth } from '../authorizers/auth-binding'
import type { CacheProps } from '../cache'
import { ConfigError } from '../config-error'
import { given } from '../given'
import type { RouteProps } from '../route'
import type { ITarget } from '../targets/target-binding'
import type { ThrottleProps } from '../throttle'
import { entry, list, type Rendered } from './definition'

/**
 * An OpenAPI document that declares an API, and what answers its operations.
 *
 * @example
 * const source: OpenApiSource = { file: 'openapi.yaml', targets: { listOrders: Target.entry('lambda/orders.ts') } }
 */
export interface OpenApiSource {
  /** A file in JSON or YAML, by its path from the project directory; or give `document`. */
  readonly file?: string
  /** The document itself. */
  readonly document?: object
  /** What answers each operation, by its `operationId`; by its route key where it has none. */
  readonly targets: { readonly [operationId: string]: ITarget }
  /** Authorizations by the names of the document's security schemes. */
  readonly authorizers?: { readonly [scheme: string]: IAuth }
  /** What else a route says, by `operationId`: throttles, caches, time limits. */
  readonly options?: { readonly [operationId: string]: OperationOptions }
}

/**
 * What a route says that an OpenAPI document has no words for.
 *
 * @example
 * const options = { createOrder: { throttle: { rate: 5, burst: 10 } } }
 */
export interface OperationOptions {
  /** In place of what the document asks for. */
  readonly auth?: IAuth
  readonly apiKey?: boolean
  readonly throttle?: ThrottleProps
  readonly cache?: CacheProps
  readonly timeout?: Duration
}

/** What of an API a document says. */
export interface DeclaredApi {
  readonly name: string | undefined
  readonly description: string | undefined
  readonly routes: { readonly [routeKey: string]: RouteProps }
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'x-amazon-apigateway-any-method']

/** Reads the routes of a document; throws what of it has no target, no authorization, or no place in API Gateway. */
export function readOpenApi(scope: IConstruct, source: OpenApiSource): DeclaredApi {
  const reader = new OpenApiReader(scope, source)
  const info = entry(reader.root['info'])
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
  return { name: text(info['title']), description: text(info['description']), routes: reader.routes() }
}

class OpenApiReader {
  readonly root: Rendered

  constructor(
    private readonly scope: IConstruct,
    private readonly source: OpenApiSource,
  ) {
    this.root = entry(source.document ?? parse(scope, source.file ?? ''))
    if (typeof this.root['openapi'] === 'string' && this.root['openapi'].startsWith('3.')) return
    throw new ConfigError(scope, {
      what: 'The document is not OpenAPI 3',
      got: this.root['openapi'] ?? this.root['swagger'],
      allowed: 'openapi: 3.0 or 3.1',
      fix: 'convert it',
    })
  }

  routes(): Record<string, RouteProps> {
    const routes: Record<string, RouteProps> = {}
    const used = new Set<string>()
    for (const [path, item] of Object.entries(entry(this.root['paths']))) {
      for (const [member, value] of Object.entries(entry(item))) {
        if (!METHODS.includes(member)) continue
        const key = `${member === 'x-amazon-apigateway-any-method' ? 'ANY' : member.toUpperCase()} ${path}`
        const operation = this.resolve(value)
        const name = typeof operation['operationId'] === 'string' ? operation['operationId'] : key
        used.add(name)
        routes[key] = {
          target: this.targetOf(key, name),
          ...this.demandsOf(entry(item), operation),
          ...this.accessOf(key, operation),
          ...this.source.options?.[name],
        }
      }
    }
    for (const [kind, named] of Object.entries(given({ target: this.source.targets, 'set of options': this.source.options }))) {
      const superfluous = Object.keys(named ?? {}).find((name) => !used.has(name))
      if (superfluous === undefined) continue
      throw new ConfigError(this.scope, {
        what: `A ${kind} is for an operation that the document does not have`,
        got: superfluous,
        allowed: [...used].join(', '),
        fix: 'correct the name, or leave it out',
      })
    }
    return routes
  }

  private targetOf(key: string, name: string): ITarget {
    const target = this.source.targets[name]
    if (target !== undefined) return target
    throw new ConfigError(this.scope, {
      what: `Nothing answers "${key}" of the document`,
      got: name,
      allowed: `a target for each operation; there are ${Object.keys(this.source.targets).join(', ') || 'none'}`,
      fix: `add "${name}" to "targets"`,
    })
  }

  private demandsOf(item: Rendered, operation: Rendered): Partial<RouteProps> {
    const all = [...list(item['parameters']), ...list(operation['parameters'])].map((parameter) => this.resolve(parameter))
    const required = (place: string) =>
      all
        .filter((parameter) => parameter['in'] === place && parameter['required'] === true)
        .map(({ name }) => String(name))
        // OpenAPI wants these ignored: what they are for is said elsewhere.
        .filter((name) => place !== 'header' || !['accept', 'authorization', 'content-type'].includes(name.toLowerCase()))
    const [query, headers] = [required('query'), required('header')]
    const { schema } = entry(entry(this.resolve(operation['requestBody'])['content'])['application/json'])
    const { operationId, description, summary } = operation
    return given({
      query: query.length === 0 ? undefined : query,
      headers: headers.length === 0 ? undefined : headers,
      body: schema === undefined ? undefined : this.schemaOf(schema),
      operationName: typeof operationId === 'string' ? operationId : undefined,
      description: typeof description === 'string' ? description : typeof summary === 'string' ? summary : undefined,
    })
  }

  /** Who may call: the first authorization that is asked for, and a key where one is asked for besides. */
  private accessOf(key: string, operation: Rendered): Partial<RouteProps> {
    const security = operation['security'] ?? this.root['security']
    if (security === undefined) return {}
    if (list(security).length === 0) return { auth: Auth.open('the OpenAPI document asks for no security') }
    if (list(security).length > 1) {
      throw new ConfigError(this.scope, {
        what: `"${key}" of the document leaves callers a choice of securities, which API Gateway does not`,
        got: security,
        fix: 'keep one of them',
      })
    }
    const access: { auth?: IAuth; scopes?: string[]; apiKey?: boolean } = {}
    for (const [name, scopes] of Object.entries(entry(list(security)[0]))) {
      const auth = this.source.authorizers?.[name]
      const scheme = this.resolve(entry(entry(this.root['components'])['securitySchemes'])[name])
      if (auth !== undefined) {
        access.auth = auth
        if (list(scopes).length > 0) access.scopes = list(scopes).map(String)
      } else if (scheme['type'] === 'apiKey' && String(scheme['name']).toLowerCase() === 'x-api-key') {
        access.apiKey = true
      } else {
        throw new ConfigError(this.scope, {
          what: `"${key}" of the document asks for a security that nothing stands for`,
          got: name,
          allowed: Object.keys(this.source.authorizers ?? {}).join(', ') || 'none is given',
          fix: `add "${name}" to "authorizers"`,
        })
      }
    }
    return access
  }

  /** A schema by itself: what it refers to in the document stands in its own definitions. */
  private schemaOf(schema: unknown): object {
    const definitions: Record<string, unknown> = {}
    const rewrite = (part: unknown): unknown => {
      if (Array.isArray(part)) return part.map(rewrite)
      if (typeof part !== 'object' || part === null) return part
      return Object.fromEntries(
        Object.entries(part).map(([key, value]) => {
          const name = key === '$ref' && typeof value === 'string' ? /^#\/components\/schemas\/([^/]+)$/.exec(value)?.[1] : undefined
          if (name === undefined) return [key, rewrite(value)]
          if (!Object.hasOwn(definitions, name)) {
            definitions[name] = {}
            definitions[name] = rewrite(entry(entry(this.root['components'])['schemas'])[name] ?? {})
          }
          return [key, `#/definitions/${name}`]
        }),
      )
    }
    const own = rewrite(schema) as object
    return Object.keys(definitions).length === 0 ? own : { ...own, definitions }
  }

  private resolve(value: unknown): Rendered {
    const { $ref } = entry(value)
    if (typeof $ref !== 'string') return entry(value)
    const names = $ref.replace(/^#\//, '').split('/')
    return entry(names.reduce<unknown>((part, name) => entry(part)[name.replaceAll('~1', '/').replaceAll('~0', '~')], this.root))
  }
}

function parse(scope: IConstruct, file: string): unknown {
  if (!existsSync(file)) {
    throw new ConfigError(scope, {
      what: 'The OpenAPI document is not there',
      got: file,
      fix: 'name the file by its path from the project directory',
    })
  }
  // Only an app with such a document needs a parser.
  const { parse: parseYaml } = require('yaml') as typeof import('yaml')
  try {
    return parseYaml(readFileSync(file, 'utf8'), { merge: true })
  } catch (error) {
    throw new ConfigError(scope, {
      what: `The OpenAPI document ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      fix: 'correct it',
    })
  }
}
