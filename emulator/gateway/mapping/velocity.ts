import { TemplateError, TemplateSyntaxError } from '../../language/vtl/errors'
import { compileVtl, type VtlTemplate } from '../../language/vtl/vtl'
import { internalError } from '../errors'
import type { Exchange } from '../exchange'
import type { RestRoute } from '../phase'
import { templateContext } from './template-context'

/** A mapping template, ready to be rendered for an exchange with a text as `$input.body`. Throws `GatewayError` where AWS answers 500. */
export interface CompiledTemplate {
  readonly render: (exchange: Exchange, body: string) => string
}

/** Compiles a template of more than text; one that cannot be parsed is reported and fails its requests. */
export function compileVelocity(text: string, contentType: string, route: RestRoute, what: string): CompiledTemplate {
  let template: VtlTemplate
  try {
    template = compileVtl(text)
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error
    const { message } = error
    route.report(
      'template-syntax',
      `The ${what} for ${contentType} cannot be parsed: ${message}. Requests that need it are answered 500.`,
      'Correct the template.',
    )
    return {
      render: () => {
        throw internalError(`Execution failed due to configuration error: ${message}`)
      },
    }
  }
  return {
    render: (exchange, body) => {
      try {
        return template.render(templateContext(exchange, body))
      } catch (error) {
        if (error instanceof TemplateError)
          throw internalError(`Execution failed due to configuration error: Unable to transform ${what}: ${error.message}`)
        throw error
      }
    },
  }
}
