import { aws_apigateway as apigateway } from 'aws-cdk-lib'
import { ConfigError } from '../config-error'
import { asResponseParameters, corsHeaders, corsTemplate } from '../cors'
import { given } from '../given'
import { jsonTemplate, staticValue } from '../mapping'
import { refuseTransform } from './service'
import type { IRouteSite, ITarget, TargetBinding } from './target-binding'

/**
 * What a mock answer carries besides its body.
 *
 * @example
 * Target.mock(301, undefined, { headers: { Location: 'https://shop.example.com/' } })
 */
export interface MockTargetOptions {
  readonly headers?: { readonly [name: string]: string }
  /** @default 'application/json', or 'text/plain' for a body that is a text */
  readonly contentType?: string
}

/** An answer that the gateway gives itself, calling nothing. */
export class MockTarget implements ITarget {
  constructor(
    private readonly status: number,
    private readonly body: unknown,
    private readonly options: MockTargetOptions,
  ) {}

  bind(route: IRouteSite): TargetBinding {
    refuseTransform(route)
    if (!Number.isInteger(this.status) || this.status < 200 || this.status > 599) {
      throw new ConfigError(route.scope, {
        what: `The status of the mock answer of "${route.key}" is none`,
        got: this.status,
        allowed: 'a whole number from 200 to 599',
        fix: 'write for example Target.mock(200, { ok: true })',
      })
    }
    const isText = typeof this.body === 'string'
    const contentType = this.options.contentType ?? (isText ? 'text/plain' : 'application/json')
    const headers: Record<string, string> = { ...(route.cors !== undefined && corsHeaders(route.scope, route.cors)) }
    if (this.body !== undefined && contentType !== 'application/json') {
      headers['Content-Type'] = staticValue(route.scope, `the content type of "${route.key}"`, contentType)
    }
    for (const [name, value] of Object.entries(this.options.headers ?? {})) {
      headers[name] = staticValue(route.scope, `header ${name} of "${route.key}"`, value)
    }
    const body = isText ? (this.body as string) : this.body === undefined ? '' : jsonTemplate(this.body)
    const template = (route.cors === undefined ? '' : corsTemplate(route.cors)) + body
    const statusCode = String(this.status)
    const parameters = <Value>(value: (text: string) => Value) =>
      given({ responseParameters: Object.keys(headers).length === 0 ? undefined : asResponseParameters(headers, value) })
    return {
      integration: new apigateway.MockIntegration({
        ...given({ timeout: route.timeout }),
        // A template cannot read bytes, not even none (facts/02, 9).
        ...(route.jsonIsBinary && { contentHandling: apigateway.ContentHandling.CONVERT_TO_TEXT }),
        passthroughBehavior: apigateway.PassthroughBehavior.WHEN_NO_TEMPLATES,
        requestTemplates: { 'application/json': `{"statusCode":${statusCode}}` },
        integrationResponses: [
          {
            statusCode,
            ...parameters((value) => value),
            // The template is kept under one name for every Accept header: API Gateway takes it when it finds no other.
            ...(template !== '' && { responseTemplates: { 'application/json': template } }),
          },
        ],
      }),
      methodResponses: [{ statusCode, ...parameters(() => true) }],
    }
  }
}
