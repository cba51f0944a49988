import { aboutOf, nameOf, propertyOf } from '../api'
import type { Rule } from '../rule'

const WITH_BODY = ['POST', 'PUT', 'PATCH']

export const missingBodyValidation: Rule = {
  id: 'missing-body-validation',
  severity: 'info',
  fix: 'Give the method a model for application/json and a request validator with ValidateRequestBody.',
  documentation:
    'Without a model and a validator that looks at bodies, whatever is sent reaches the backend, and is paid for. A validator without a model, or a model without a validator, checks nothing at all: that is told as a warning.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html',
  *find({ apis }) {
    for (const { routes } of apis) {
      for (const route of routes) {
        const { verb, integration, validatesBody, hasBodyModel } = route
        if (!WITH_BODY.includes(verb) || integration === undefined || integration.type === 'MOCK' || (validatesBody && hasBodyModel))
          continue
        const half = validatesBody
          ? 'has a validator and no model: bodies are not checked'
          : hasBodyModel
            ? 'has a model and no validator that looks at bodies: they are not checked'
            : 'checks no body'
        yield {
          message: `${nameOf(route)} ${half}.`,
          resource: route.resource.id,
          property: propertyOf(route, 'RequestValidatorId'),
          ...(validatesBody || hasBodyModel ? { severity: 'warning' as const } : {}),
          ...aboutOf(route),
        }
      }
    }
  },
}
