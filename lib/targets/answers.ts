import type { aws_apigateway as apigateway } from 'aws-cdk-lib'
import { asResponseParameters, corsHeaders, corsTemplate } from '../cors'
import { given } from '../given'
import type { IRouteSite } from './target-binding'

/** What a client gets. */
export interface Answer {
  readonly status: number
  /** Without one, or with an empty one, the backend's own body is answered. */
  readonly template?: string
  /** Values as parameter mappings write them. */
  readonly headers?: { readonly [name: string]: string }
}

/** An answer as the two records that API Gateway wants of it, with the headers for pages of other origins. */
export function answerOf({ scope, cors }: IRouteSite, { status, template, headers }: Answer, selectionPattern?: string) {
  const statusCode = String(status)
  const all: Record<string, string> = { ...(cors !== undefined && corsHeaders(scope, cors)), ...headers }
  const parameters = <Value>(value: (text: string) => Value) =>
    given({ responseParameters: Object.keys(all).length === 0 ? undefined : asResponseParameters(all, value) })
  const text = template === undefined ? '' : (cors === undefined ? '' : corsTemplate(cors)) + template
  const response: apigateway.IntegrationResponse = {
    statusCode,
    ...parameters((value) => value),
    ...given({ selectionPattern }),
    ...(text !== '' && { responseTemplates: { 'application/json': text } }),
  }
  const method: apigateway.MethodResponse = { statusCode, ...parameters(() => true) }
  return { response, method }
}
