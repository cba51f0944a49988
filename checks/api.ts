import type { Entry, Resource } from './template'

/** What stands before a route: an API key counts only where nothing else does. */
export type Guard = 'NONE' | 'API_KEY' | 'AWS_IAM' | 'COGNITO_USER_POOLS' | 'CUSTOM'

/** The integration of a route, in CloudFormation's terms. */
export interface Integration {
  /** `AWS_PROXY`, `AWS`, `HTTP_PROXY`, `HTTP`, `MOCK`. */
  readonly type: string
  readonly uri: string
  /** Milliseconds; undefined where it is left to API Gateway. */
  readonly timeout: number | undefined
  readonly streams: boolean
  readonly credentials: string | undefined
  readonly cacheKeyParameters: readonly string[]
  readonly requestParameters: Entry
  /** The response parameters of each integration response. */
  readonly responseParameters: readonly Entry[]
}

/** A method of an API. */
export interface Route {
  readonly api: Api
  readonly verb: string
  readonly path: string
  /** What of the template says it: the method, or the API whose body it is in. */
  readonly resource: Resource
  /** Where in the resource a body has it: `Properties.Body.paths./orders.get`; undefined for a method of its own. */
  readonly element?: string
  readonly authorizationType: string
  /** The logical id, or the name in an OpenAPI document. */
  readonly authorizer: string | undefined
  readonly apiKeyRequired: boolean
  readonly validatesBody: boolean
  readonly hasBodyModel: boolean
  readonly integration: Integration | undefined
  /** Why a construct of ours, or the author, says that it is open. */
  readonly openReason: string | undefined
  /** Whether callers are meant to share what is cached. */
  readonly sharesCache: boolean
}

/** A stage of an API: a resource of its own, or made by a deployment. */
export interface Stage {
  readonly api: Api
  readonly name: string
  readonly resource: Resource
  /** Where in the properties of the resource the stage's own begin. */
  readonly properties: Entry
  readonly settings: readonly Entry[]
}

/** An authorizer, in CloudFormation's terms. */
export interface Authorizer {
  readonly key: string
  readonly resource: Resource
  /** As of a route. */
  readonly element?: string
  /** `TOKEN`, `REQUEST`, `COGNITO_USER_POOLS`. */
  readonly type: string
  readonly uri: string
  readonly credentials: string | undefined
  /** Seconds. */
  readonly ttl: number
  readonly identitySource: string
}

/** A gateway response, and the headers that it gives. */
export interface GatewayResponse {
  readonly type: string
  readonly parameters: Entry
}

/** An API, from its resources or its OpenAPI body. */
export interface Api {
  /** What its parts refer to it by: `${Api}`, or the value that is given for it. */
  readonly reference: string
  /** Undefined where the API itself is in another template. */
  readonly resource: Resource | undefined
  readonly name: string
  readonly endpointType: string
  /** Undefined where it has none; a text where it cannot be read. */
  readonly policy: unknown
  /** Whether all of its routes are known: nothing is in another template, or in a file elsewhere. */
  readonly whole: boolean
  readonly routes: Route[]
  readonly stages: Stage[]
  readonly authorizers: Authorizer[]
  readonly gatewayResponses: GatewayResponse[]
  readonly deployments: Resource[]
}

/** What a finding is about: enough to send a request there. */
export interface About {
  /** The logical id of the API. */
  readonly api: string
  readonly stage?: string
  readonly verb?: string
  readonly path?: string
}

/** What a finding of a route is about; nothing where its API is of another template. */
export function aboutOf({ api, verb, path }: Route): { readonly about?: About } {
  if (api.resource === undefined) return {}
  const stage = api.stages[0]?.name
  return { about: { api: api.resource.id, verb, path, ...(stage === undefined ? {} : { stage }) } }
}

/** What stands before a route. */
export function guardOf({ authorizationType, apiKeyRequired }: Route): Guard {
  if (authorizationType === 'NONE' || authorizationType === '') return apiKeyRequired ? 'API_KEY' : 'NONE'
  return authorizationType as Guard
}

/** Where a property of a route or an authorizer stands in its resource; in a body it is the thing as a whole. */
export function propertyOf({ element }: Pick<Route, 'element'>, name: string): string {
  return element ?? `Properties.${name}`
}

/** `GET /orders of Shop`. */
export function nameOf({ verb, path, api }: Route): string {
  return `${verb} ${path} of ${api.name}`
}

/** Whether a route answers what browsers ask before they call another origin. */
export function isPreflight({ verb, integration }: Route): boolean {
  return verb === 'OPTIONS' && integration?.type === 'MOCK'
}

/** Whether who may come at all is told elsewhere: by a network, or by a policy that is not for everybody. */
export function isFenced({ endpointType, policy }: Api): boolean {
  if (endpointType === 'PRIVATE') return true
  if (policy === undefined) return false
  const text = typeof policy === 'string' ? policy : JSON.stringify(policy)
  return text.includes('"Deny"') || text.includes('"Condition"') || !/"Principal":\s*(?:"\*"|\{\s*"AWS":\s*\[?\s*"\*")/.test(text)
}
