import type { Case } from '../case'
import { ACCESS_LOG } from './access-log'
import { API_KEYS } from './api-keys'
import { AWS_SERVICES } from './aws-services'
import { BINARY_REQUEST, BINARY_RESPONSE, S3 } from './binary'
import { CACHING } from './caching'
import { CANARY } from './canary'
import { COGNITO } from './cognito'
import { COMPRESSION } from './compression'
import { CONTEXT } from './context'
import { CORS_CASES } from './cors'
import { DOMAINS } from './domains'
import { EXECUTION_LOG } from './execution-log'
import { GATEWAY_RESPONSES } from './gateway-responses'
import { HTTP } from './http'
import { HTTP_PROXY } from './http-proxy'
import { IAM } from './iam'
import { INPUT } from './input'
import { LAMBDA_AUTHORIZER } from './lambda-authorizer'
import { LAMBDA_BINARY } from './lambda-binary'
import { LAMBDA_CUSTOM } from './lambda-custom'
import { LAMBDA_EVENT } from './lambda-event'
import { LAMBDA_RESPONSE } from './lambda-response'
import { LIMITS } from './limits'
import { METHODS } from './methods'
import { METRICS } from './metrics'
import { MOCK } from './mock'
import { MUTUAL_TLS } from './mutual-tls'
import { OVERRIDES } from './overrides'
import { PARAMETER_MAPPING } from './parameter-mapping'
import { PASSTHROUGH } from './passthrough'
import { QUERIES } from './query'
import { QUOTAS } from './quotas'
import { REFUSALS } from './refusals'
import { REQUEST_HEADERS } from './request-headers'
import { RESOURCE_POLICY } from './resource-policy'
import { RESPONSE_HEADERS } from './response-headers'
import { ROUTING } from './routing'
import { SQS } from './sqs'
import { STAGES } from './stages'
import { STREAMING } from './streaming'
import { TEMPLATES, UTIL } from './templates'
import { TEST_INVOKE } from './test-invoke'
import { THROTTLING } from './throttling'
import { USAGE_PLANS } from './usage-plans'
import { VALIDATION } from './validation'
import { WAF } from './waf'

/** Every area and its cases: the table of the ledger, in this order. */
export const AREAS: Readonly<Record<string, readonly Case[]>> = {
  routing: ROUTING,
  methods: METHODS,
  query: QUERIES,
  validation: VALIDATION,
  'lambda-authorizer': LAMBDA_AUTHORIZER,
  cognito: COGNITO,
  iam: IAM,
  'resource-policy': RESOURCE_POLICY,
  'mutual-tls': MUTUAL_TLS,
  waf: WAF,
  'api-keys': API_KEYS,
  'usage-plans': USAGE_PLANS,
  throttling: THROTTLING,
  quotas: QUOTAS,
  refusals: REFUSALS,
  'gateway-responses': GATEWAY_RESPONSES,
  mock: MOCK,
  passthrough: PASSTHROUGH,
  input: INPUT,
  templates: TEMPLATES,
  util: UTIL,
  context: CONTEXT,
  overrides: OVERRIDES,
  'parameter-mapping': PARAMETER_MAPPING,
  'lambda-event': LAMBDA_EVENT,
  'lambda-response': LAMBDA_RESPONSE,
  'lambda-binary': LAMBDA_BINARY,
  'lambda-custom': LAMBDA_CUSTOM,
  http: HTTP,
  'http-proxy': HTTP_PROXY,
  sqs: SQS,
  'aws-services': AWS_SERVICES,
  s3: S3,
  'binary-request': BINARY_REQUEST,
  'binary-response': BINARY_RESPONSE,
  'request-headers': REQUEST_HEADERS,
  'response-headers': RESPONSE_HEADERS,
  streaming: STREAMING,
  cors: CORS_CASES,
  caching: CACHING,
  compression: COMPRESSION,
  stages: STAGES,
  canary: CANARY,
  'test-invoke': TEST_INVOKE,
  domains: DOMAINS,
  limits: LIMITS,
  'access-log': ACCESS_LOG,
  'execution-log': EXECUTION_LOG,
  metrics: METRICS,
}

export const CASES: readonly Case[] = Object.values(AREAS).flat()
