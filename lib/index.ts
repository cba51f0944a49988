export type { AccessLogProps } from './access-log'
export { Auth } from './auth'
export type { AuthBinding, IAuth, IAuthSite, IScopeBinder, ScopedRoute } from './authorizers/auth-binding'
export type { CognitoAuthProps } from './authorizers/cognito'
export type { JwtAuthProps } from './authorizers/jwt'
export type { RequestAuthOptions, TokenAuthOptions } from './authorizers/lambda'
export type { BundlingOptions } from './bundle'
export type { CacheProps } from './cache'
export type { CanaryProps } from './canary'
export { ConfigError, type ConfigProblem } from './config-error'
export type { CorsProps } from './cors'
export {
  type CacheKey,
  type CacheSpec,
  type DomainSpec,
  defineRest,
  type GuardedRoute,
  type OpenRoute,
  type RestSpec,
  type RouteKey,
  type RouteSpec,
  type UsagePlanSpec,
} from './define-rest'
export { RestDomain, type RestDomainMapping, type RestDomainProps } from './domain'
export type { EntryOptions } from './entry-function'
export type { ExecutionLogProps } from './execution-log'
export type { GatewayFunctions, PermittedRoute } from './functions'
export type { GatewayRefusal, GatewayResponseProps } from './gateway-responses'
export type { DeclaredRoutes, Handler, JsonText, Register, RestEvent, RestRequestContext, RestResult, Texts } from './handler'
export { ImportedGateway, type ImportedGatewayProps } from './imported-gateway'
export type { AlarmSettings, StageAlarms } from './monitoring/alarms'
export { type MonitoredStage, RestMonitoring, type RestMonitoringProps } from './monitoring/rest-monitoring'
export type { OpenApiSource, OperationOptions } from './openapi/source'
export { PorticoChecks } from './portico-checks'
export { RestGateway } from './rest-gateway'
export type { RestGatewayOptions, RestGatewayProps } from './rest-gateway-props'
export { RestVersions, type RestVersionsProps } from './rest-versions'
export { Route, type RouteProps } from './route'
export type { Verb } from './route-key'
export type { JsonSchema } from './schemas/json-schema'
export type { RestStageProps } from './stage-props'
export { Target } from './target'
export type { DynamoDbTargets } from './targets/dynamodb'
export type {
  DeleteItemOptions,
  GetItemOptions,
  PutItemOptions,
  QueryOptions,
  UpdateItemOptions,
} from './targets/dynamodb-options'
export type { EventBridgeTargets, PutEventsOptions } from './targets/event-bridge'
export type { HttpTargetOptions } from './targets/http'
export type { KinesisTargets, PutRecordOptions } from './targets/kinesis'
export type { MockTargetOptions } from './targets/mock'
export type { ObjectOptions, S3Targets } from './targets/s3'
export type { PublishOptions, SnsTargets } from './targets/sns'
export type { SendMessageOptions, SqsTargets } from './targets/sqs'
export type { StartExecutionOptions, StepFunctionsTargets } from './targets/step-functions'
export type { IRouteSite, IStageVariables, ITarget, TargetBinding } from './targets/target-binding'
export type { ThrottleProps } from './throttle'
export type { TransformedResponse, TransformProps } from './transform'
export { type ITruststore, Truststore, type TruststoreLocation } from './truststore'
export type { ApiKeyProps, QuotaProps, UsagePlanProps } from './usage-plans'
