import type { RoutingRuleAction, RoutingRuleCondition } from '@aws-sdk/client-apigatewayv2'
import { domainOfArn } from '../apigateway/arn'
import type { Properties } from '../properties'
import { boolean, number, required, string } from '../property-table'
import type { Made, ResourceType } from '../resource-type'

export const routingRule: ResourceType = {
  type: 'AWS::ApiGatewayV2::RoutingRule',
  properties: {
    'Actions[].InvokeApi.ApiId': required(string),
    'Actions[].InvokeApi.Stage': required(string),
    'Actions[].InvokeApi.StripBasePath': boolean,
    'Conditions[].MatchBasePaths.AnyOf[]': string,
    'Conditions[].MatchHeaders.AnyOf[].Header': required(string),
    'Conditions[].MatchHeaders.AnyOf[].ValueGlob': required(string),
    DomainNameArn: required(string),
    Priority: required(number),
  },
  attributes: ['RoutingRuleArn', 'RoutingRuleId'],
  replaceOn: ['DomainNameArn'],
  create: async (properties, { services }) => describe(await services.apigatewayv2.CreateRoutingRule(inputOf(properties)), properties),
  update: async (properties, existing, { services }) => {
    const RoutingRuleId = String(existing.attributes['RoutingRuleId'])
    return describe(await services.apigatewayv2.PutRoutingRule({ ...inputOf(properties), RoutingRuleId }), properties)
  },
  delete: async (existing, { services }) => {
    const { DomainName, DomainNameId } = inputOf(existing.properties)
    await services.apigatewayv2.DeleteRoutingRule({ DomainName, DomainNameId, RoutingRuleId: String(existing.attributes['RoutingRuleId']) })
  },
}

function inputOf(properties: Properties) {
  const { domainName, domainNameId } = domainOfArn(properties.needed('DomainNameArn'))
  return {
    DomainName: domainName,
    DomainNameId: domainNameId,
    Priority: properties.number('Priority'),
    Conditions: properties.has('Conditions') ? properties.entries('Conditions').map(conditionOf) : undefined,
    Actions: properties.entries('Actions').map(actionOf),
  }
}

function conditionOf(condition: Properties): RoutingRuleCondition {
  const [headers, paths] = [condition.entry('MatchHeaders'), condition.entry('MatchBasePaths')]
  return {
    ...(headers === undefined
      ? {}
      : {
          MatchHeaders: {
            AnyOf: headers.entries('AnyOf').map((one) => ({ Header: one.needed('Header'), ValueGlob: one.needed('ValueGlob') })),
          },
        }),
    ...(paths === undefined ? {} : { MatchBasePaths: { AnyOf: paths.texts('AnyOf') ?? [] } }),
  }
}

function actionOf(action: Properties): RoutingRuleAction {
  const target = action.entry('InvokeApi')
  if (target === undefined) return { InvokeApi: undefined }
  return { InvokeApi: { ApiId: target.needed('ApiId'), Stage: target.needed('Stage'), StripBasePath: target.flag('StripBasePath') } }
}

function describe(
  { RoutingRuleArn = '', RoutingRuleId = '' }: { RoutingRuleArn?: string; RoutingRuleId?: string },
  properties: Properties,
): Made {
  const { domainName, domainNameId } = domainOfArn(properties.needed('DomainNameArn'))
  const key = domainNameId === undefined ? domainName : `${domainName}+${domainNameId}`
  return {
    physicalId: RoutingRuleArn,
    attributes: { RoutingRuleArn, RoutingRuleId },
    subject: `/domainnames/${key}/routingrules/${RoutingRuleId}`,
  }
}
