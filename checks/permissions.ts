import type { Api, Authorizer, Route } from './api'
import { stageName } from './plans'
import { type Resource, referenceIn, type Template, textOf } from './template'

/** What lets API Gateway call a function: an AWS::Lambda::Permission. */
export interface Permission {
  readonly resource: Resource
  /** What it names: `${Orders.Arn}`, `${Orders}:live`, `orders`. */
  readonly name: string
  /** `${Api}/prod/GET/orders`; undefined where it names no API, `${?}` where it cannot be read. */
  readonly source: string | undefined
}

const ANY_API = '*'

/** The permissions that a template gives to API Gateway. */
export function readPermissions(template: Template): Permission[] {
  return template.ofType('AWS::Lambda::Permission').flatMap((resource) => {
    const { Principal, Action, FunctionName, SourceArn } = resource.properties
    if (!/^(?:apigateway\.amazonaws\.com|\*)|\$\{/.test(String(Principal))) return []
    if (!/^(?:lambda:)?(?:InvokeFunction|Invoke\*|\*)$/.test(String(Action))) return []
    const source = SourceArn === undefined ? undefined : sourceOf(textOf(SourceArn) ?? '${?}', template)
    return [{ resource, name: textOf(FunctionName) ?? '${?}', source }]
  })
}

/** Whether a permission is for a function, or for an alias or a version, which have policies of their own. */
export function isFor({ name }: Permission, fn: Resource, template: Template): boolean {
  if (name.includes('${?}') || isNamed(name, fn)) return true
  if (fn.type === 'AWS::Lambda::Function') return false
  const target = template.resources.get(referenceIn(fn.properties['FunctionName']) ?? '')
  const [, of = '', qualifier = ''] = /^(.*):([^:]+)$/.exec(name) ?? []
  return qualifier === fn.properties['Name'] && target !== undefined && isNamed(of, target)
}

function isNamed(name: string, { id, type, properties }: Resource): boolean {
  // Of an alias it is the function that it leads to.
  const given = type === 'AWS::Lambda::Function' ? textOf(properties['FunctionName']) : undefined
  return referenceIn(name) === id || (given !== undefined && (name === given || name.endsWith(`:function:${given}`)))
}

/** What follows the account in `arn:aws:execute-api:us-east-1:123456789012:abc/prod/GET/orders`; stages by their names. */
function sourceOf(arn: string, template: Template): string {
  const parts = arn.replace(/\$\{[^}]*\}/g, (reference) => reference.replaceAll(':', '')).split(':')
  const source = parts.slice(5).join(':')
  if (parts.length < 6) return arn.includes('*') ? ANY_API : '${?}'
  const [api = '', stage = '', ...rest] = source.split('/')
  return [api, stageName(stage, template), ...rest].join('/')
}

/** The function behind a URI, by the logical id of what the template makes; undefined for one that is elsewhere. */
export function functionOf(uri: string, template: Template): Resource | undefined {
  const named = /functions\/(.+)\/(?:response-streaming-)?invocations/.exec(uri)?.[1]
  const resource = template.resources.get(referenceIn(named) ?? '')
  return resource !== undefined && /^AWS::Lambda::(?:Function|Alias|Version)$/.test(resource.type) ? resource : undefined
}

/** Whether a permission lets an API call for a route, in a stage or in any. */
export function covers({ source }: Permission, { api, verb, path }: Pick<Route, 'api' | 'verb' | 'path'>, stage?: string): boolean {
  if (source === undefined || source.includes('${?}') || source === ANY_API) return true
  const [ofApi = '', ofStage, ...rest] = source.split('/')
  if (!matches(ofApi, bare(api))) return false
  if (ofStage === undefined) return ofApi.endsWith('*')
  const stages = stage === undefined ? [...api.stages.map(({ name }) => name), 'test-invoke-stage'] : [stage]
  const known = stages.length === 0 || ofStage.includes('${') || stages.some((name) => matches(ofStage, name))
  if (!known) return false
  if (rest.length === 0) return ofStage.endsWith('*')
  // API Gateway writes * for ANY, and for every parameter of a path.
  const asked = `${verb === 'ANY' ? '*' : verb}/${path.replace(/^\//, '').replace(/\{[^}]*\}/g, '*')}`
  return matches(rest.join('/').replace(/\{[^}]*\}/g, '*'), asked)
}

/** Whether a permission lets an API call an authorizer. */
export function coversAuthorizer({ source }: Permission, api: Api, { key }: Authorizer): boolean {
  if (source === undefined || source.includes('${?}') || source === ANY_API) return true
  const [ofApi = '', ...rest] = source.split('/')
  if (!matches(ofApi, bare(api))) return false
  return rest.length === 0 ? ofApi.endsWith('*') : matches(rest.join('/'), `authorizers/\${${key}}`)
}

/** Whether a permission is given to this API at all. */
export function isOf({ source }: Permission, api: Api): boolean {
  return source !== undefined && source.split('/')[0] === bare(api)
}

function bare({ reference }: Api): string {
  return reference.replaceAll(':', '')
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*')
  let at = (parts[0] as string).length
  if (!text.startsWith(parts[0] as string)) return false
  if (parts.length === 1) return at === text.length
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  const last = parts.at(-1) as string
  return text.length >= at + last.length && text.endsWith(last)
}
