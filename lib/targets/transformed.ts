import { aws_apigateway as apigateway } from 'aws-cdk-lib'
import { ConfigError } from '../config-error'
import { given } from '../given'
import { staticValue } from '../mapping'
import { answerOf } from './answers'
import type { IRouteSite } from './target-binding'

/** What a transform brings to an integration and its method. */
export interface TransformBinding {
  readonly options: apigateway.IntegrationOptions
  readonly methodResponses: apigateway.MethodResponse[]
  readonly requestParameters: Record<string, boolean>
}

/** The transform of a route; undefined where it has none, and the target gets the request as it came. */
export function bindTransform(route: IRouteSite): TransformBinding | undefined {
  const { transform, scope, key } = route
  if (transform === undefined) return undefined
  const { request, parameters = {}, responses = [{ status: 200 }] } = transform
  check(route)
  const answers = responses.map(({ status, pattern, template, headers = {}, headersFrom = {} }) => {
    const all = {
      ...Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, staticValue(scope, `header ${name} of "${key}"`, value)]),
      ),
      ...Object.fromEntries(Object.entries(headersFrom).map(([name, source]) => [name, `integration.response.${source}`])),
    }
    return answerOf(route, { status, headers: all, ...given({ template }) }, pattern)
  })
  const sources = Object.values(parameters).filter(
    (source) => source.startsWith('method.request.') && !source.startsWith('method.request.body'),
  )
  return {
    options: {
      passthroughBehavior: request === undefined ? apigateway.PassthroughBehavior.WHEN_NO_MATCH : apigateway.PassthroughBehavior.NEVER,
      integrationResponses: answers.map(({ response }) => response),
      ...given({ requestTemplates: request === undefined ? undefined : { ...request } }),
      ...(Object.keys(parameters).length > 0 && {
        requestParameters: Object.fromEntries(
          Object.entries(parameters).map(([target, source]) => [`integration.request.${target}`, source]),
        ),
      }),
    },
    methodResponses: answers.map(({ method }) => method),
    requestParameters: Object.fromEntries(sources.map((source) => [source, source.startsWith('method.request.path.')])),
  }
}

function check({ scope, key, transform, jsonIsBinary }: IRouteSite): void {
  const { request = {}, responses = [] } = transform ?? {}
  const statuses = responses.map(({ status }) => status)
  const twice = statuses.find((status, index) => statuses.indexOf(status) !== index)
  const open = responses.filter(({ pattern }) => pattern === undefined)
  const problem =
    transform?.responses?.length === 0
      ? { what: `"${key}" answers nothing`, fix: 'leave "responses" out, or name one' }
      : twice !== undefined
        ? { what: `"${key}" answers one status in two ways`, got: twice, fix: 'put the patterns together, with "|"' }
        : open.length > 1
          ? {
              what: `Two answers of "${key}" are for all that no pattern fits`,
              got: open.map(({ status }) => status),
              fix: 'give one of them a pattern',
            }
          : jsonIsBinary && Object.keys(request).length > 0
            ? {
                what: `The template of "${key}" would meet bytes: the API takes JSON for binary`,
                fix: 'name the media types of your bytes in "binaryMediaTypes"',
              }
            : undefined
  if (problem !== undefined) throw new ConfigError(scope, problem)
}
