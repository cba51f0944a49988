import { decodeUtf8 } from '../../base/bytes'
import { firstHeader } from '../../base/headers'
import { compileSchemas, type Validate } from '../../language/json-schema/schema'
import { GatewayError } from '../errors'
import type { Exchange } from '../exchange'
import { exactHeaders } from '../mapping/request-parameters'
import { mediaType } from '../mapping/templates'
import type { Phase, RestRoute } from '../phase'

/** Request validation: parameters first, then the body; the first kind that fails is reported (facts/01, section 1, step 14). */
export const validate: Phase<RestRoute> = {
  name: 'validate',
  plan: (route) => {
    const { method, definition } = route
    const validator = definition.requestValidators.find(({ id }) => id === method.requestValidatorId)
    if (validator === undefined) return undefined
    const required = validator.validateRequestParameters ? requiredParameters(method.requestParameters) : []
    const bodies = validator.validateRequestBody ? compileBodies(route) : undefined
    if (required.length === 0 && bodies === undefined) return undefined
    return (exchange) => {
      const missing = required.filter(({ present }) => !present(exchange)).map(({ name }) => name)
      if (missing.length > 0)
        throw new GatewayError('BAD_REQUEST_PARAMETERS', `Missing required request parameters: [${missing.join(', ')}]`)
      if (bodies !== undefined) checkBody(exchange, bodies)
      return undefined
    }
  },
}

interface Required {
  readonly name: string
  readonly present: (exchange: Exchange) => boolean
}

function requiredParameters(parameters: Readonly<Record<string, boolean>> | undefined): Required[] {
  const required: Required[] = []
  for (const [key, mandatory] of Object.entries(parameters ?? {})) {
    const match = /^method\.request\.(path|querystring|header)\.(.+)$/.exec(key)
    if (!mandatory || match === null) continue
    const name = match[2] as string
    const value: Record<string, (exchange: Exchange) => string | undefined> = {
      path: ({ pathParameters }) => pathParameters?.[name],
      querystring: ({ query }) => query.get(name)?.at(-1),
      header: ({ request }) => exactHeaders(request.headers, name).at(-1),
    }
    const read = value[match[1] as string] as (exchange: Exchange) => string | undefined
    required.push({ name, present: (exchange) => (read(exchange) ?? '') !== '' })
  }
  return required
}

/** The models of a method by media type; undefined when it has none that say anything. */
function compileBodies({ method, definition, report }: RestRoute): ReadonlyMap<string, Validate> | undefined {
  const names = Object.entries(method.requestModels ?? {})
  if (names.length === 0) return undefined
  const schemas = new Map<string, string>()
  for (const model of definition.models) schemas.set(model.name, model.schema ?? '{}')
  const validators = new Map<string, Validate>()
  for (const [contentType, name] of names) {
    const outcome = compileSchemas(schemas, name)
    if ('problem' in outcome)
      report(
        'model-invalid',
        `The model ${name} cannot be used for validation: ${outcome.problem}.`,
        'Write the schema in JSON Schema draft 4.',
      )
    validators.set(contentType, 'problem' in outcome ? () => outcome.problem : outcome.validate)
  }
  return validators
}

/** No body is an invalid one; a Content-Type without a model is not validated; no Content-Type is application/json (facts/13, 250). */
function checkBody(exchange: Exchange, bodies: ReadonlyMap<string, Validate>): void {
  const contentType = mediaType(firstHeader(exchange.request.headers, 'content-type') ?? 'application/json')
  const check = bodies.get(contentType) ?? bodies.get('$default')
  if (check === undefined) return
  const problem = check(exchange.request.body === undefined ? '' : (decodeUtf8(exchange.request.body) ?? ''))
  if (problem === undefined) return
  const log = `Request body does not match model schema for content type ${contentType}: ${problem}`
  throw new GatewayError('BAD_REQUEST_BODY', undefined, { validationErrorString: problem, log })
}
