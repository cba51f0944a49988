import type { StackResourceRecord } from '../../../model/account-services'
import { account } from './apigateway/account'
import { apiKey } from './apigateway/api-key'
import { authorizer } from './apigateway/authorizer'
import { basePathMapping } from './apigateway/base-path-mapping'
import { basePathMappingV2 } from './apigateway/base-path-mapping-v2'
import { clientCertificate } from './apigateway/client-certificate'
import { deployment } from './apigateway/deployment'
import { documentationPart } from './apigateway/documentation-part'
import { documentationVersion } from './apigateway/documentation-version'
import { domainName } from './apigateway/domain-name'
import { domainNameAccessAssociation } from './apigateway/domain-name-access-association'
import { domainNameV2 } from './apigateway/domain-name-v2'
import { gatewayResponse } from './apigateway/gateway-response'
import { method } from './apigateway/method'
import { model } from './apigateway/model'
import { requestValidator } from './apigateway/request-validator'
import { resource } from './apigateway/resource'
import { restApi } from './apigateway/rest-api'
import { stage } from './apigateway/stage'
import { usagePlan } from './apigateway/usage-plan'
import { usagePlanKey } from './apigateway/usage-plan-key'
import { vpcLink } from './apigateway/vpc-link'
import { routingRule } from './apigatewayv2/routing-rule'
import { cdkMetadata } from './cdk-metadata'
import { alarm } from './cloudwatch/alarm'
import { compositeAlarm } from './cloudwatch/composite-alarm'
import { dashboard } from './cloudwatch/dashboard'
import { userPool } from './cognito/user-pool'
import { userPoolClient } from './cognito/user-pool-client'
import { userPoolDomain } from './cognito/user-pool-domain'
import { userPoolGroup } from './cognito/user-pool-group'
import { userPoolResourceServer } from './cognito/user-pool-resource-server'
import { userPoolUser } from './cognito/user-pool-user'
import { userPoolUserToGroupAttachment } from './cognito/user-pool-user-to-group-attachment'
import { accessKey } from './iam/access-key'
import { managedPolicy } from './iam/managed-policy'
import { policy } from './iam/policy'
import { role } from './iam/role'
import { user } from './iam/user'
import { alias } from './lambda/alias'
import { capacityProvider } from './lambda/capacity-provider'
import { codeSigningConfig } from './lambda/code-signing-config'
import { eventInvokeConfig } from './lambda/event-invoke-config'
import { eventSourceMapping } from './lambda/event-source-mapping'
import { fn } from './lambda/function'
import { layerVersion } from './lambda/layer-version'
import { layerVersionPermission } from './lambda/layer-version-permission'
import { permission } from './lambda/permission'
import { resourcePolicy } from './lambda/resource-policy'
import { url } from './lambda/url'
import { version } from './lambda/version'
import { logGroup } from './logs/log-group'
import { logStream } from './logs/log-stream'
import { metricFilter } from './logs/metric-filter'
import { queryDefinition } from './logs/query-definition'
import { logResourcePolicy } from './logs/resource-policy'
import { subscriptionFilter } from './logs/subscription-filter'
import { nestedStack } from './nested-stack'
import type { ResourceType } from './resource-type'
import { ssmParameter } from './ssm-parameter'
import { standsIn, toleratedType } from './tolerated'
import { ipSet } from './wafv2/ip-set'
import { regexPatternSet } from './wafv2/regex-pattern-set'
import { ruleGroup } from './wafv2/rule-group'
import { webAcl } from './wafv2/web-acl'
import { webAclAssociation } from './wafv2/web-acl-association'
import { waitConditionHandle } from './wait-condition-handle'
import { traceGroup } from './xray/group'
import { traceResourcePolicy } from './xray/resource-policy'
import { samplingRule } from './xray/sampling-rule'

/** Every type of resource that is emulated, one a line. */
export const RESOURCE_TYPES: readonly ResourceType[] = [
  accessKey,
  account,
  alarm,
  alias,
  apiKey,
  authorizer,
  basePathMapping,
  basePathMappingV2,
  capacityProvider,
  cdkMetadata,
  clientCertificate,
  codeSigningConfig,
  compositeAlarm,
  dashboard,
  deployment,
  documentationPart,
  documentationVersion,
  domainName,
  domainNameAccessAssociation,
  domainNameV2,
  eventInvokeConfig,
  eventSourceMapping,
  fn,
  gatewayResponse,
  ipSet,
  layerVersion,
  layerVersionPermission,
  logGroup,
  logStream,
  managedPolicy,
  method,
  metricFilter,
  logResourcePolicy,
  queryDefinition,
  model,
  nestedStack,
  permission,
  policy,
  regexPatternSet,
  requestValidator,
  resource,
  resourcePolicy,
  restApi,
  role,
  routingRule,
  ruleGroup,
  ssmParameter,
  stage,
  subscriptionFilter,
  url,
  usagePlan,
  usagePlanKey,
  user,
  userPool,
  userPoolClient,
  userPoolDomain,
  userPoolGroup,
  userPoolResourceServer,
  userPoolUser,
  userPoolUserToGroupAttachment,
  version,
  vpcLink,
  waitConditionHandle,
  webAcl,
  webAclAssociation,
  samplingRule,
  traceGroup,
  traceResourcePolicy,
]

const byName = new Map(RESOURCE_TYPES.map((type) => [type.type, type]))

/** Whether a type is emulated, rather than tolerated. */
export function isEmulated(name: string): boolean {
  return byName.has(name)
}

/** The type of a name; one that is not emulated is tolerated. */
export function resourceType(name: string): ResourceType {
  return byName.get(name) ?? toleratedType(name)
}

/** The type that a resource was made by: the tolerated one where it stands in for something that was not there. */
export function typeOfRecord(record: Pick<StackResourceRecord, 'type' | 'attributes'>): ResourceType {
  return standsIn(record) ? toleratedType(record.type) : resourceType(record.type)
}
