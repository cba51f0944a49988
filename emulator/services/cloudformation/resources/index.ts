import { once } from '../../../base/once'
import type { StackResourceRecord } from '../../../model/account-services'
import type { ResourceType } from './resource-type'
import { standsIn, toleratedType } from './tolerated'

/** Every type of resource that is emulated, one a line: its file is loaded when a template first names it. */
const RESOURCE_TYPES: Readonly<Record<string, () => ResourceType>> = {
  'AWS::ApiGateway::Account': () => require('./apigateway/account').account,
  'AWS::ApiGateway::ApiKey': () => require('./apigateway/api-key').apiKey,
  'AWS::ApiGateway::Authorizer': () => require('./apigateway/authorizer').authorizer,
  'AWS::ApiGateway::BasePathMapping': () => require('./apigateway/base-path-mapping').basePathMapping,
  'AWS::ApiGateway::BasePathMappingV2': () => require('./apigateway/base-path-mapping-v2').basePathMappingV2,
  'AWS::ApiGateway::ClientCertificate': () => require('./apigateway/client-certificate').clientCertificate,
  'AWS::ApiGateway::Deployment': () => require('./apigateway/deployment').deployment,
  'AWS::ApiGateway::DocumentationPart': () => require('./apigateway/documentation-part').documentationPart,
  'AWS::ApiGateway::DocumentationVersion': () => require('./apigateway/documentation-version').documentationVersion,
  'AWS::ApiGateway::DomainName': () => require('./apigateway/domain-name').domainName,
  'AWS::ApiGateway::DomainNameAccessAssociation': () => require('./apigateway/domain-name-access-association').domainNameAccessAssociation,
  'AWS::ApiGateway::DomainNameV2': () => require('./apigateway/domain-name-v2').domainNameV2,
  'AWS::ApiGateway::GatewayResponse': () => require('./apigateway/gateway-response').gatewayResponse,
  'AWS::ApiGateway::Method': () => require('./apigateway/method').method,
  'AWS::ApiGateway::Model': () => require('./apigateway/model').model,
  'AWS::ApiGateway::RequestValidator': () => require('./apigateway/request-validator').requestValidator,
  'AWS::ApiGateway::Resource': () => require('./apigateway/resource').resource,
  'AWS::ApiGateway::RestApi': () => require('./apigateway/rest-api').restApi,
  'AWS::ApiGateway::Stage': () => require('./apigateway/stage').stage,
  'AWS::ApiGateway::UsagePlan': () => require('./apigateway/usage-plan').usagePlan,
  'AWS::ApiGateway::UsagePlanKey': () => require('./apigateway/usage-plan-key').usagePlanKey,
  'AWS::ApiGateway::VpcLink': () => require('./apigateway/vpc-link').vpcLink,
  'AWS::ApiGatewayV2::RoutingRule': () => require('./apigatewayv2/routing-rule').routingRule,
  'AWS::CDK::Metadata': () => require('./cdk-metadata').cdkMetadata,
  'AWS::CloudFormation::Stack': () => require('./nested-stack').nestedStack,
  'AWS::CloudFormation::WaitConditionHandle': () => require('./wait-condition-handle').waitConditionHandle,
  'AWS::CloudWatch::Alarm': () => require('./cloudwatch/alarm').alarm,
  'AWS::CloudWatch::CompositeAlarm': () => require('./cloudwatch/composite-alarm').compositeAlarm,
  'AWS::CloudWatch::Dashboard': () => require('./cloudwatch/dashboard').dashboard,
  'AWS::Cognito::UserPool': () => require('./cognito/user-pool').userPool,
  'AWS::Cognito::UserPoolClient': () => require('./cognito/user-pool-client').userPoolClient,
  'AWS::Cognito::UserPoolDomain': () => require('./cognito/user-pool-domain').userPoolDomain,
  'AWS::Cognito::UserPoolGroup': () => require('./cognito/user-pool-group').userPoolGroup,
  'AWS::Cognito::UserPoolResourceServer': () => require('./cognito/user-pool-resource-server').userPoolResourceServer,
  'AWS::Cognito::UserPoolUser': () => require('./cognito/user-pool-user').userPoolUser,
  'AWS::Cognito::UserPoolUserToGroupAttachment': () =>
    require('./cognito/user-pool-user-to-group-attachment').userPoolUserToGroupAttachment,
  'AWS::IAM::AccessKey': () => require('./iam/access-key').accessKey,
  'AWS::IAM::ManagedPolicy': () => require('./iam/managed-policy').managedPolicy,
  'AWS::IAM::Policy': () => require('./iam/policy').policy,
  'AWS::IAM::Role': () => require('./iam/role').role,
  'AWS::IAM::User': () => require('./iam/user').user,
  'AWS::Lambda::Alias': () => require('./lambda/alias').alias,
  'AWS::Lambda::CapacityProvider': () => require('./lambda/capacity-provider').capacityProvider,
  'AWS::Lambda::CodeSigningConfig': () => require('./lambda/code-signing-config').codeSigningConfig,
  'AWS::Lambda::EventInvokeConfig': () => require('./lambda/event-invoke-config').eventInvokeConfig,
  'AWS::Lambda::EventSourceMapping': () => require('./lambda/event-source-mapping').eventSourceMapping,
  'AWS::Lambda::Function': () => require('./lambda/function').fn,
  'AWS::Lambda::LayerVersion': () => require('./lambda/layer-version').layerVersion,
  'AWS::Lambda::LayerVersionPermission': () => require('./lambda/layer-version-permission').layerVersionPermission,
  'AWS::Lambda::Permission': () => require('./lambda/permission').permission,
  'AWS::Lambda::ResourcePolicy': () => require('./lambda/resource-policy').resourcePolicy,
  'AWS::Lambda::Url': () => require('./lambda/url').url,
  'AWS::Lambda::Version': () => require('./lambda/version').version,
  'AWS::Logs::LogGroup': () => require('./logs/log-group').logGroup,
  'AWS::Logs::LogStream': () => require('./logs/log-stream').logStream,
  'AWS::Logs::MetricFilter': () => require('./logs/metric-filter').metricFilter,
  'AWS::Logs::QueryDefinition': () => require('./logs/query-definition').queryDefinition,
  'AWS::Logs::ResourcePolicy': () => require('./logs/resource-policy').logResourcePolicy,
  'AWS::Logs::SubscriptionFilter': () => require('./logs/subscription-filter').subscriptionFilter,
  'AWS::SSM::Parameter': () => require('./ssm-parameter').ssmParameter,
  'AWS::WAFv2::IPSet': () => require('./wafv2/ip-set').ipSet,
  'AWS::WAFv2::RegexPatternSet': () => require('./wafv2/regex-pattern-set').regexPatternSet,
  'AWS::WAFv2::RuleGroup': () => require('./wafv2/rule-group').ruleGroup,
  'AWS::WAFv2::WebACL': () => require('./wafv2/web-acl').webAcl,
  'AWS::WAFv2::WebACLAssociation': () => require('./wafv2/web-acl-association').webAclAssociation,
  'AWS::XRay::Group': () => require('./xray/group').traceGroup,
  'AWS::XRay::ResourcePolicy': () => require('./xray/resource-policy').traceResourcePolicy,
  'AWS::XRay::SamplingRule': () => require('./xray/sampling-rule').samplingRule,
}

const byName = new Map(Object.entries(RESOURCE_TYPES).map(([name, load]) => [name, once(load)]))

/** The names of the types that are emulated. */
export const EMULATED_TYPES: readonly string[] = Object.keys(RESOURCE_TYPES)

/** Whether a type is emulated, rather than tolerated. */
export function isEmulated(name: string): boolean {
  return byName.has(name)
}

/** The type of a name; one that is not emulated is tolerated. */
export function resourceType(name: string): ResourceType {
  return byName.get(name)?.() ?? toleratedType(name)
}

/** The type that a resource was made by: the tolerated one where it stands in for something that was not there. */
export function typeOfRecord(record: Pick<StackResourceRecord, 'type' | 'attributes'>): ResourceType {
  return standsIn(record) ? toleratedType(record.type) : resourceType(record.type)
}
