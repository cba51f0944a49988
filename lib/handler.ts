import type { TypeOfSchema } from './schemas/schema-types'

/** A text that is JSON of a type, as far as the gateway has checked: `bodyOf` reads it. */
export type JsonText<Value> = string & { readonly '~json'?: Value }

/** What `defineRest` keeps for handlers: the schemas of bodies by route keys. */
export interface DeclaredRoutes<Bodies> {
  /** For the compiler; there is no such member. */
  readonly '~bodies'?: Bodies
}

/**
 * Where an app says which API its handlers are of, so that they need not: an interface to be merged.
 *
 * @example
 * declare module 'portico/handler' { interface Register { api: typeof shop } }
 */
// biome-ignore lint/suspicious/noEmptyInterface: users merge into it
export interface Register {}

type Registered = Register extends { api: infer Api } ? Api : never
type BodiesOf<Api> = Api extends DeclaredRoutes<infer Bodies> ? Bodies : never
type KeyOf<Api> = keyof BodiesOf<Api> & string
type BodyOf<Api, Key> = Key extends keyof BodiesOf<Api> ? TypeOfSchema<BodiesOf<Api>[Key]> : never
type Variables<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${infer Greedy}+` ? Greedy : Name) | Variables<Rest>
  : never

/** Texts by name, each of which may be missing. */
export interface Texts {
  readonly [name: string]: string | undefined
}

/**
 * The event of a route by Lambda proxy integration, as far as handlers commonly look at it (facts/02, 1).
 *
 * @example
 * const idOf = (event: RestEvent<'GET /orders/{id}', undefined>) => event.pathParameters.id
 */
export interface RestEvent<Key extends string, Body> {
  readonly resource: string
  readonly path: string
  readonly httpMethod: string
  readonly headers: Texts
  readonly multiValueHeaders: { readonly [name: string]: readonly string[] | undefined }
  readonly queryStringParameters: Texts | null
  readonly multiValueQueryStringParameters: { readonly [name: string]: readonly string[] | undefined } | null
  readonly pathParameters: [Variables<Key>] extends [never] ? null : { readonly [Name in Variables<Key>]: string }
  readonly stageVariables: Texts | null
  readonly requestContext: RestRequestContext
  /** Null where none was sent: only bodies of type application/json are checked. */
  readonly body: JsonText<Body> | null
  readonly isBase64Encoded: boolean
}

/** What API Gateway knows of a request, as far as handlers commonly look at it. */
export interface RestRequestContext {
  readonly apiId: string
  readonly stage: string
  readonly requestId: string
  readonly requestTimeEpoch: number
  readonly resourcePath: string
  /** What the authorizer said. */
  readonly authorizer?: { readonly [name: string]: unknown } | null
  readonly identity: { readonly sourceIp: string; readonly userAgent: string | null; readonly apiKeyId?: string | null }
}

/**
 * What a handler answers.
 *
 * @example
 * const created: RestResult = { statusCode: 201, body: JSON.stringify(order) }
 */
export interface RestResult {
  readonly statusCode: number
  readonly headers?: { readonly [name: string]: string | number | boolean }
  readonly multiValueHeaders?: { readonly [name: string]: readonly (string | number | boolean)[] }
  readonly body?: string
  readonly isBase64Encoded?: boolean
}

/**
 * The handler of a route: path variables by the route's key, the body by its schema. Of the registered API, or of the one that is given.
 *
 * @example
 * export const handler: Handler<'POST /orders', typeof shop> = async (event) => ({ statusCode: 201, body: bodyOf(event).customer })
 */
export type Handler<Key extends KeyOf<Api>, Api = Registered> = (
  event: RestEvent<Key, BodyOf<Api, Key>>,
  context: unknown,
) => Promise<RestResult>

/** The body of an event, parsed. Throws a `SyntaxError` where it is no JSON, which only bodies of another type can be. */
export function bodyOf<Body>({ body, isBase64Encoded }: { readonly body: JsonText<Body> | null; readonly isBase64Encoded: boolean }): Body {
  const text = body ?? ''
  return JSON.parse(isBase64Encoded ? Buffer.from(text, 'base64').toString('utf8') : text) as Body
}
