import type { Rule } from '../rule'
import { entryOf, isTrue, textOf } from '../template'

export const defaultEndpointWithDomain: Rule = {
  id: 'default-endpoint-with-domain',
  severity: 'warning',
  fix: 'Set DisableExecuteApiEndpoint on the API.',
  documentation:
    'An API with a custom domain goes on answering at its execute-api name. Whatever the domain asks for (mutual TLS, a security policy, a web application firewall before it) is walked around there.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html',
  *find({ apis, template }) {
    const mapped = new Set(
      [...template.ofType('AWS::ApiGateway::BasePathMapping'), ...template.ofType('AWS::ApiGatewayV2::ApiMapping')].map(({ properties }) =>
        textOf(properties['RestApiId'] ?? properties['ApiId']),
      ),
    )
    for (const { reference, resource, name, endpointType, stages } of apis) {
      if (resource === undefined || endpointType === 'PRIVATE' || !mapped.has(reference)) continue
      const configured = entryOf(entryOf(resource.properties['Body'])['x-amazon-apigateway-endpoint-configuration'])
      if (isTrue(resource.properties['DisableExecuteApiEndpoint']) || isTrue(configured['disableExecuteApiEndpoint'])) continue
      const stage = stages[0]?.name
      yield {
        message: `${name} has a custom domain, and still answers at its execute-api name.`,
        resource: resource.id,
        property: 'Properties.DisableExecuteApiEndpoint',
        about: { api: resource.id, ...(stage === undefined ? {} : { stage }) },
      }
    }
  },
}
