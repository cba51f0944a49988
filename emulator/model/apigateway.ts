import type * as sdk from '@aws-sdk/client-api-gateway'

/** AWS's own shape with the members that are always there made mandatory. */
export type Strict<T, Always extends keyof T> = Readonly<Omit<T, Always>> & { readonly [K in Always]-?: NonNullable<T[K]> }

export type RestApiRecord = Strict<
  sdk.RestApi,
  'id' | 'name' | 'createdDate' | 'apiKeySource' | 'endpointConfiguration' | 'disableExecuteApiEndpoint' | 'rootResourceId'
>
export type IntegrationResponseRecord = Strict<sdk.IntegrationResponse, 'statusCode'>
export type MethodResponseRecord = Strict<sdk.MethodResponse, 'statusCode'>
export type IntegrationRecord = Readonly<
  Omit<
    Strict<sdk.Integration, 'type' | 'passthroughBehavior' | 'timeoutInMillis' | 'cacheNamespace' | 'cacheKeyParameters'>,
    'integrationResponses'
  >
> & {
  /** By status code. */
  readonly integrationResponses?: Readonly<Record<string, IntegrationResponseRecord>>
}
export type MethodRecord = Readonly<
  Omit<Strict<sdk.Method, 'httpMethod' | 'authorizationType' | 'apiKeyRequired'>, 'methodIntegration' | 'methodResponses'>
> & {
  readonly methodIntegration?: IntegrationRecord
  /** By status code. */
  readonly methodResponses?: Readonly<Record<string, MethodResponseRecord>>
}
export type ResourceRecord = Readonly<Omit<Strict<sdk.Resource, 'id' | 'path'>, 'resourceMethods'>> & {
  /** By HTTP method, or `ANY`. */
  readonly resourceMethods?: Readonly<Record<string, MethodRecord>>
}
export type ModelRecord = Strict<sdk.Model, 'id' | 'name' | 'contentType'>
export type RequestValidatorRecord = Strict<sdk.RequestValidator, 'id' | 'name' | 'validateRequestBody' | 'validateRequestParameters'>
export type AuthorizerRecord = Strict<sdk.Authorizer, 'id' | 'name' | 'type'>
export type GatewayResponseRecord = Strict<sdk.GatewayResponse, 'responseType' | 'responseParameters' | 'responseTemplates'>

/** All of an API that a deployment freezes (facts/13, 156: later changes are served only after a new deployment). */
export interface RestApiDefinition {
  readonly api: RestApiRecord
  readonly resources: readonly ResourceRecord[]
  readonly models: readonly ModelRecord[]
  readonly requestValidators: readonly RequestValidatorRecord[]
  readonly authorizers: readonly AuthorizerRecord[]
  /** Only those that were put; the others have AWS's defaults. */
  readonly gatewayResponses: readonly GatewayResponseRecord[]
}

export type DeploymentRecord = Strict<sdk.Deployment, 'id' | 'createdDate'> & { readonly definition: RestApiDefinition }
export type StageRecord = Strict<
  sdk.Stage,
  | 'deploymentId'
  | 'stageName'
  | 'cacheClusterEnabled'
  | 'cacheClusterStatus'
  | 'methodSettings'
  | 'tracingEnabled'
  | 'createdDate'
  | 'lastUpdatedDate'
>
export type DocumentationPartRecord = Strict<sdk.DocumentationPart, 'id' | 'location' | 'properties'>
export type DocumentationVersionRecord = Strict<sdk.DocumentationVersion, 'version' | 'createdDate'> & {
  /** The documentation parts as they were when the version was made. */
  readonly parts: readonly DocumentationPartRecord[]
}
export type ApiKeyRecord = Strict<sdk.ApiKey, 'id' | 'value' | 'enabled' | 'createdDate' | 'lastUpdatedDate' | 'stageKeys'>
export type UsagePlanRecord = Strict<sdk.UsagePlan, 'id' | 'name' | 'apiStages'> & {
  /** When a quota with an offset was set, epoch milliseconds: the offset counts in the period of that time only. */
  readonly quotaSetAt?: number
}
export type UsagePlanKeyRecord = Strict<sdk.UsagePlanKey, 'id' | 'type'>
export type DomainNameRecord = Strict<
  sdk.DomainName,
  'domainName' | 'domainNameStatus' | 'endpointConfiguration' | 'securityPolicy' | 'routingMode'
> & {
  /** The trust store of mutual TLS as it was read when the domain name was told of it; absent when it could not be read. */
  readonly truststore?: string
}
export type BasePathMappingRecord = Strict<sdk.BasePathMapping, 'basePath' | 'restApiId'>
export type DomainNameAccessAssociationRecord = Strict<
  sdk.DomainNameAccessAssociation,
  'domainNameAccessAssociationArn' | 'domainNameArn' | 'accessAssociationSourceType' | 'accessAssociationSource'
>
export type ClientCertificateRecord = Strict<
  sdk.ClientCertificate,
  'clientCertificateId' | 'pemEncodedCertificate' | 'createdDate' | 'expirationDate'
>
export type VpcLinkRecord = Strict<sdk.VpcLink, 'id' | 'name' | 'targetArns' | 'status'>
export type AccountRecord = Strict<sdk.Account, 'throttleSettings' | 'features' | 'apiKeyVersion'>
