import type * as services from './account-services'
import type * as apigateway from './apigateway'
import type * as apigatewayv2 from './apigatewayv2'
import type * as cloudwatch from './cloudwatch'
import type * as cognito from './cognito'
import type * as lambda from './lambda'
import type * as s3 from './s3'
import type * as wafv2 from './wafv2'
import type * as xray from './xray'

/** Every kind of record. The comment names its parent where it has one; the id is the record's own. */
export interface Tables {
  restApis: apigateway.RestApiRecord
  /** parent: API id */
  resources: apigateway.ResourceRecord
  /** parent: API id; id: name */
  models: apigateway.ModelRecord
  /** parent: API id */
  requestValidators: apigateway.RequestValidatorRecord
  /** parent: API id */
  authorizers: apigateway.AuthorizerRecord
  /** parent: API id; id: response type */
  gatewayResponses: apigateway.GatewayResponseRecord
  /** parent: API id */
  deployments: apigateway.DeploymentRecord
  /** parent: API id; id: stage name */
  stages: apigateway.StageRecord
  /** parent: API id */
  documentationParts: apigateway.DocumentationPartRecord
  /** parent: API id; id: version */
  documentationVersions: apigateway.DocumentationVersionRecord
  apiKeys: apigateway.ApiKeyRecord
  usagePlans: apigateway.UsagePlanRecord
  /** parent: usage plan id; id: key id */
  usagePlanKeys: apigateway.UsagePlanKeyRecord
  /** id: domain name, or `{name}+{domainNameId}` for a private one */
  domainNames: apigateway.DomainNameRecord
  /** parent: id of the domain name; id: base path, `(none)` for the empty one */
  basePathMappings: apigateway.BasePathMappingRecord
  /** parent: id of the domain name; id: routing rule id */
  routingRules: apigatewayv2.RoutingRuleRecord
  /** id: ARN */
  domainNameAccessAssociations: apigateway.DomainNameAccessAssociationRecord
  clientCertificates: apigateway.ClientCertificateRecord
  vpcLinks: apigateway.VpcLinkRecord
  /** id: `account` */
  account: apigateway.AccountRecord
  /** id: function name */
  functions: lambda.FunctionRecord
  /** parent: function name; id: version number */
  functionVersions: lambda.FunctionRecord
  /** parent: function name; id: alias name */
  aliases: lambda.AliasRecord
  /** parent: function name; id: qualifier, `$LATEST` for none */
  functionPolicies: lambda.FunctionPolicyRecord
  /** parent: function name; id: qualifier, `$LATEST` for none */
  functionUrls: lambda.FunctionUrlRecord
  /** parent: function name; id: qualifier, `$LATEST` for none */
  eventInvokeConfigs: lambda.EventInvokeConfigRecord
  /** id: UUID */
  eventSourceMappings: lambda.EventSourceMappingRecord
  /** id: UUID */
  eventSourceMappingTags: Readonly<Record<string, string>>
  /** parent: layer name; id: version number */
  layerVersions: lambda.LayerVersionRecord
  /** parent: layer name; id: version number */
  layerPolicies: lambda.FunctionPolicyRecord
  /** parent: function name; id: qualifier, `$LATEST` for none */
  runtimeManagement: lambda.RuntimeManagementRecord
  /** parent: function name; id: qualifier */
  provisionedConcurrency: lambda.ProvisionedConcurrencyRecord
  /** id: ARN */
  codeSigningConfigs: lambda.CodeSigningConfigRecord
  /** id: name */
  capacityProviders: lambda.CapacityProviderRecord
  /** parent: function name; id: qualifier */
  functionScaling: lambda.FunctionScalingRecord
  /** id: role name */
  roles: services.RoleRecord
  /** id: ARN */
  managedPolicies: services.ManagedPolicyRecord
  /** id: user name */
  users: services.UserRecord
  /** parent: user name; id: access key id */
  accessKeys: services.AccessKeyRecord
  /** id: access key id */
  sessions: services.SessionRecord
  /** id: group name */
  logGroups: services.LogGroupRecord
  /** parent: group name; id: stream name. Only those that were created by a call: functions and stages open theirs by writing. */
  logStreams: services.LogStreamRecord
  /** parent: group name; id: filter name */
  subscriptionFilters: services.SubscriptionFilterRecord
  /** parent: group name; id: filter name */
  metricFilters: services.MetricFilterRecord
  /** id: query definition id */
  queryDefinitions: services.QueryDefinitionRecord
  /** id: policy name; of a policy of a log group the group's ARN */
  logPolicies: services.LogPolicyRecord
  /** id: alarm name */
  alarms: cloudwatch.AlarmRecord
  /** id: dashboard name */
  dashboards: cloudwatch.DashboardRecord
  /** id: rule name */
  samplingRules: xray.SamplingRuleRecord
  /** id: group name */
  traceGroups: xray.TraceGroupRecord
  /** id: policy name */
  tracePolicies: xray.TracePolicyRecord
  /** one record */
  traceSettings: xray.TraceSettingsRecord
  /** id: parameter name */
  parameters: services.ParameterRecord
  /** parent: parameter name; id: version number */
  parameterVersions: services.ParameterVersionRecord
  /** id: ARN */
  certificates: services.CertificateRecord
  userPools: cognito.UserPoolRecord
  /** parent: user pool id */
  userPoolClients: cognito.UserPoolClientRecord
  /** id: prefix or domain name */
  userPoolDomains: cognito.UserPoolDomainRecord
  /** parent: user pool id; id: identifier */
  resourceServers: cognito.ResourceServerRecord
  /** parent: user pool id; id: group name */
  userPoolGroups: cognito.UserPoolGroupRecord
  /** parent: user pool id; id: username */
  userPoolUsers: cognito.UserPoolUserRecord
  /** parent: `{user pool id}/{sub}`; id: the `origin_jti` of its tokens */
  userPoolSessions: cognito.UserPoolSessionRecord
  /** id: stack id (ARN) */
  stacks: services.StackRecord
  /** parent: stack id; id: change set id (ARN) */
  changeSets: services.ChangeSetRecord
  /** id: bucket name */
  buckets: s3.BucketRecord
  /** parent: bucket name; id: key */
  objects: s3.ObjectRecord
  /** parent: bucket name; id: upload id */
  multipartUploads: s3.MultipartUploadRecord
  webAcls: wafv2.WebAclRecord
  ipSets: wafv2.IpSetRecord
  regexPatternSets: wafv2.RegexPatternSetRecord
  ruleGroups: wafv2.RuleGroupRecord
}
