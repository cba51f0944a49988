import { fillStageVariables } from '../../gateway/mapping/variables'
import type { AuthorizerRecord, MethodRecord, ResourceRecord, RestApiDefinition } from '../../model/apigateway'
import { subjectMetadata } from '../../services/cloudformation/subjects'
import type { Call } from '../../services/operations'

/** What stands before a route: an API key counts only where nothing else does. */
export type Guard = 'NONE' | 'API_KEY' | 'AWS_IAM' | 'COGNITO_USER_POOLS' | 'CUSTOM'

/** A route of a stage, as somebody sees it who wants in. */
export interface Door {
  /** `GET /orders/{id}` */
  readonly route: string
  readonly resource: ResourceRecord
  readonly method: MethodRecord
  readonly guard: Guard
  readonly authorizer: AuthorizerRecord | undefined
  /** A verb and a path, behind the stage, of requests that the route takes. */
  readonly verb: string
  readonly path: string
  /** Why it may be open; undefined where nothing says so. */
  readonly openReason: string | undefined
  /** What stands behind it: a function, or the origin of a URL; undefined for what API Gateway answers itself. */
  readonly backend: string | undefined
  /** The control-plane path of the method. */
  readonly subject: string
}

const VERBS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']
const KNOWN = new Set<string>(['AWS_IAM', 'COGNITO_USER_POOLS', 'CUSTOM'])

/** The doors of a deployment as a stage with these variables serves it. */
export function doorsOf(call: Call, definition: RestApiDefinition, variables: Readonly<Record<string, string>>): Door[] {
  const { api, resources, authorizers } = definition
  return resources.flatMap((resource) =>
    Object.values(resource.resourceMethods ?? {}).map((method): Door => {
      const subject = `/restapis/${api.id}/resources/${resource.id}/methods/${method.httpMethod}`
      return {
        route: `${method.httpMethod} ${resource.path}`,
        resource,
        method,
        guard: guardOf(method),
        authorizer: authorizers.find(({ id }) => id === method.authorizerId),
        verb:
          method.httpMethod === 'ANY' ? (VERBS.find((verb) => resource.resourceMethods?.[verb] === undefined) ?? 'GET') : method.httpMethod,
        path: pathLike(resource.path),
        openReason: openReason(call, method, subject, { api: api.id, route: `${method.httpMethod} ${resource.path}` }),
        backend: backendOf(method, variables),
        subject,
      }
    }),
  )
}

/** A path that a resource takes. */
export function pathLike(path: string): string {
  return path.replace(/\{(.+?)(\+?)\}/g, (_all, name: string, greedy: string) => (greedy === '' ? `any-${name}` : 'any/path'))
}

function guardOf({ authorizationType, apiKeyRequired }: MethodRecord): Guard {
  if (KNOWN.has(authorizationType)) return authorizationType as Guard
  return apiKeyRequired ? 'API_KEY' : 'NONE'
}

/**
 * The reason that a construct of Portico keeps in the template, at the method, or at the API whose body has it. A preflight of CORS has to be
 * open, and tells nothing.
 */
function openReason(
  call: Call,
  { httpMethod, methodIntegration }: MethodRecord,
  subject: string,
  { api, route }: { readonly api: string; readonly route: string },
): string | undefined {
  const ofRoutes = subjectMetadata(call, `/restapis/${api}`)?.['portico:routes'] as Record<string, Record<string, unknown>> | undefined
  const given = (subjectMetadata(call, subject) ?? ofRoutes?.[route])?.['portico:openReason']
  if (typeof given === 'string') return given
  return httpMethod === 'OPTIONS' && methodIntegration?.type === 'MOCK' ? PREFLIGHT : undefined
}

/** Why nobody has to name preflights. */
export const PREFLIGHT = 'a preflight of CORS'

function backendOf({ methodIntegration }: MethodRecord, variables: Readonly<Record<string, string>>): string | undefined {
  const { type, uri } = methodIntegration ?? {}
  if (type === undefined || uri === undefined || type === 'MOCK') return undefined
  const filled = fillStageVariables(uri, variables)
  return /functions\/(.+)\/invocations/.exec(filled)?.[1] ?? /^https?:\/\/[^/]+/i.exec(filled)?.[0].toLowerCase()
}
