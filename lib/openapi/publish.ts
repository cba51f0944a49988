import { VERBS } from '../route-key'
import { type ApiDefinition, entry, type Rendered } from './definition'
import { ANY_METHOD } from './document'

/** What of a document clients get to see. */
export interface Publication {
  readonly version: string
  readonly servers: readonly string[]
  /** Whether a method was declared, and not made for browsers. */
  readonly isRoute: (key: string) => boolean
}

/** A document for clients: without API Gateway's extensions, with the descriptions of the routes. */
export function publishDocument(document: Rendered, definition: ApiDefinition, { version, servers, isRoute }: Publication): Rendered {
  const described = new Map(definition.methods.map(({ verb, path, metadata }) => [`${verb} ${path}`, metadata['portico:description']]))
  const paths: Record<string, Rendered> = {}
  for (const [path, item] of Object.entries(entry(document['paths']))) {
    const operations: Record<string, Rendered> = {}
    for (const [member, operation] of Object.entries(entry(item))) {
      const verb = member === ANY_METHOD ? 'ANY' : member.toUpperCase()
      if (!isRoute(`${verb} ${path}`)) continue
      const shown = publicOperation(entry(operation), described.get(`${verb} ${path}`))
      // OpenAPI has no word for every verb.
      const verbs = verb === 'ANY' ? VERBS.filter((each) => each !== 'ANY' && entry(item)[each.toLowerCase()] === undefined) : [verb]
      for (const each of verbs) operations[each.toLowerCase()] = verb === 'ANY' ? omit(shown, 'operationId') : shown
    }
    if (Object.keys(operations).length > 0) paths[plainPath(path)] = operations
  }
  const { schemas, securitySchemes } = entry(document['components'])
  return {
    openapi: '3.0.1',
    info: { ...entry(document['info']), version },
    ...(servers.length > 0 && { servers: servers.map((url) => ({ url })) }),
    paths,
    components: {
      schemas: entry(schemas),
      securitySchemes: Object.fromEntries(
        Object.entries(entry(securitySchemes)).map(([name, scheme]) => [name, publicScheme(entry(scheme))]),
      ),
    },
  }
}

function publicOperation(operation: Rendered, description: unknown): Rendered {
  const shown = Object.fromEntries(Object.entries(operation).filter(([member]) => !member.startsWith('x-')))
  const responses = Object.entries(entry(shown['responses']))
  return {
    ...(typeof description === 'string' && { description }),
    ...shown,
    responses: responses.length === 0 ? { default: { description: 'What the backend answers' } } : Object.fromEntries(responses),
  }
}

/** A scheme as clients know it: a bearer token where the header is `Authorization`, else a key where the first value is looked for. */
function publicScheme(scheme: Rendered): Rendered {
  if (scheme['x-amazon-apigateway-authtype'] === 'awsSigv4')
    return { type: 'apiKey', name: 'Authorization', in: 'header', description: 'AWS Signature Version 4' }
  const authorizer = entry(scheme['x-amazon-apigateway-authorizer'])
  const sources = typeof authorizer['identitySource'] === 'string' ? authorizer['identitySource'].split(',') : []
  const [, place, name] = /^method\.request\.(header|querystring)\.(.+)$/.exec(sources[0] ?? '') ?? []
  const header = place === undefined ? String(scheme['name']) : (name as string)
  if (scheme['x-amazon-apigateway-authtype'] !== undefined && header === 'Authorization' && place !== 'querystring')
    return { type: 'http', scheme: 'bearer' }
  return { type: 'apiKey', name: header, in: place === 'querystring' ? 'query' : 'header' }
}

/** `{proxy+}` is API Gateway's; OpenAPI knows variables without a plus. */
function plainPath(path: string): string {
  return path.replace(/\+\}$/, '}')
}

function omit(record: Rendered, name: string): Rendered {
  return Object.fromEntries(Object.entries(record).filter(([member]) => member !== name))
}
