import { propertyOf } from '../api'
import { functionOf } from '../permissions'
import type { Rule } from '../rule'
import { entryOf, type Resource, referenceIn, type Template, textOf } from '../template'

export const authorizerCacheVsMethodArn: Rule = {
  id: 'authorizer-cache-vs-method-arn',
  severity: 'warning',
  fix: 'Answer a policy for the whole API (arn:.../stage/*), put context.httpMethod and context.resourcePath into the identity sources, or set the TTL to 0.',
  documentation:
    "An authorizer's policy is cached for the token, five minutes unless told otherwise, and judges every method that the token comes to meanwhile. A policy made for event.methodArn alone lets the first route through and refuses the others with 403, until it expires. Told as a warning where inline code names methodArn; as information where the code is not in the template and the authorizer serves several routes.",
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html',
  *find({ apis, template }) {
    for (const { routes, authorizers } of apis) {
      for (const authorizer of authorizers) {
        const served = routes.filter((route) => route.authorizer === authorizer.key)
        const byRoute = /context\.(?:resourcePath|path)\b/.test(authorizer.identitySource)
        if (authorizer.type === 'COGNITO_USER_POOLS' || authorizer.ttl <= 0 || served.length < 2 || byRoute) continue
        const fn = functionOf(authorizer.uri, template)
        const code = inlineCode(fn, template)
        if (code !== undefined && !/methodArn/i.test(code)) continue
        yield {
          message: `${authorizer.key} keeps its answers for ${authorizer.ttl} s and ${served.length} routes${code === undefined ? ': they hold for all of them' : ', and makes them for the methodArn of one'}.`,
          resource: authorizer.resource.id,
          ...(fn === undefined ? {} : { behind: fn.id }),
          property: propertyOf(authorizer, 'AuthorizerResultTtlInSeconds'),
          ...(code === undefined ? { severity: 'info' as const } : {}),
        }
      }
    }
  },
}

function inlineCode(fn: Resource | undefined, template: Template): string | undefined {
  const target = fn?.type === 'AWS::Lambda::Function' ? fn : template.resources.get(referenceIn(fn?.properties['FunctionName']) ?? '')
  return textOf(entryOf(target?.properties['Code'])['ZipFile'])
}
