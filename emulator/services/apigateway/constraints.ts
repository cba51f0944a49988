import { AwsError } from '../../model/errors'
import type { Call } from '../operations'
import type { ApiGateway } from './service'

/** What a value violates, in AWS's words; undefined when it is fine. Absent values are checked by `required` only. */
type Check = (value: unknown) => string | undefined

/** A constraint of the service's model on one member of an operation's input. */
interface Constraint {
  readonly member: string
  /** Whether the member travels in the body (then errors name it below `{operation}Input`) or in the URL. */
  readonly place: 'body' | 'url'
  readonly check: Check
}

const body = (member: string, check: Check): Constraint => ({ member, place: 'body', check })
const url = (member: string, check: Check): Constraint => ({ member, place: 'url', check })

const required: Check = (value) => (value === undefined || value === null ? 'Member must not be null' : undefined)
const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    value === undefined || value === null || values.includes(String(value))
      ? undefined
      : `Member must satisfy enum value set: [${values.join(', ')}]`
const eachOneOf = (...values: readonly string[]): Check => {
  const check = oneOf(...values)
  return (list) => {
    const wrong = Array.isArray(list) ? list.map(check).find((message) => message !== undefined) : undefined
    return wrong === undefined ? undefined : `Member must satisfy constraint: [${wrong}]`
  }
}
const pattern =
  (source: string): Check =>
  (value) =>
    value === undefined || new RegExp(`^(?:${source})$`).test(String(value))
      ? undefined
      : `Member must satisfy regular expression pattern: ${source}`
/** An empty text passes the model and is refused by the operation (facts/13, 14 and the catalogue). */
const emptyOr =
  (check: Check): Check =>
  (value) =>
    value === '' ? undefined : check(value)

const OPS = ['add', 'remove', 'move', 'test', 'replace', 'copy'] as const
const STATUS_CODE = pattern('[1-5]\\d\\d')

/** The 21 types of gateway response, in the order of the model (facts/13, 148). */
export const GATEWAY_RESPONSE_TYPES = [
  'REQUEST_TOO_LARGE',
  'RESOURCE_NOT_FOUND',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'MISSING_AUTHENTICATION_TOKEN',
  'BAD_REQUEST_BODY',
  'INVALID_SIGNATURE',
  'INVALID_API_KEY',
  'BAD_REQUEST_PARAMETERS',
  'AUTHORIZER_FAILURE',
  'UNAUTHORIZED',
  'INTEGRATION_TIMEOUT',
  'ACCESS_DENIED',
  'DEFAULT_4XX',
  'DEFAULT_5XX',
  'WAF_FILTERED',
  'QUOTA_EXCEEDED',
  'THROTTLED',
  'API_CONFIGURATION_ERROR',
  'UNSUPPORTED_MEDIA_TYPE',
  'INTEGRATION_FAILURE',
  'EXPIRED_TOKEN',
] as const
const RESPONSE_TYPE = url('responseType', oneOf(...GATEWAY_RESPONSE_TYPES))

// The order of the values, and so of the message, is recorded for endpoint types, IP address types, integration types, gateway
// response types and patch operations (facts/13, 14, 15, 30, 123, 148); for the others it is uncertain.
const ENDPOINT_TYPES = eachOneOf('PRIVATE', 'EDGE', 'REGIONAL')
const IP_ADDRESS_TYPES = emptyOr(oneOf('ipv4', 'dualstack'))
const INTEGRATION_TYPES = oneOf('HTTP', 'MOCK', 'AWS_PROXY', 'HTTP_PROXY', 'AWS')
const CONTENT_HANDLING = emptyOr(oneOf('CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'))
const CACHE_SIZES = oneOf('0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237')
const ACCESS_MODES = oneOf('BASIC', 'STRICT')
const PUT_MODES = oneOf('merge', 'overwrite')
const DOCUMENTATION_TYPES = oneOf(
  'API',
  'AUTHORIZER',
  'MODEL',
  'RESOURCE',
  'METHOD',
  'PATH_PARAMETER',
  'QUERY_PARAMETER',
  'REQUEST_HEADER',
  'REQUEST_BODY',
  'RESPONSE',
  'RESPONSE_HEADER',
  'RESPONSE_BODY',
)

/** What the model says of each operation's input; the order is the one in which violations are listed. */
const CONSTRAINTS: { readonly [Name in keyof ApiGateway]?: readonly Constraint[] } = {
  CreateAuthorizer: [body('name', required), body('type', required), body('type', oneOf('TOKEN', 'REQUEST', 'COGNITO_USER_POOLS'))],
  CreateBasePathMapping: [body('restApiId', required)],
  CreateDeployment: [body('cacheClusterSize', CACHE_SIZES)],
  CreateDocumentationPart: [body('location', required), body('location.type', DOCUMENTATION_TYPES), body('properties', required)],
  CreateDocumentationVersion: [body('documentationVersion', required)],
  CreateDomainName: [
    body('domainName', required),
    body('endpointConfiguration.types', ENDPOINT_TYPES),
    body('endpointConfiguration.ipAddressType', IP_ADDRESS_TYPES),
    body('endpointAccessMode', ACCESS_MODES),
    body('routingMode', oneOf('BASE_PATH_MAPPING_ONLY', 'ROUTING_RULE_ONLY', 'ROUTING_RULE_THEN_BASE_PATH_MAPPING')),
  ],
  CreateDomainNameAccessAssociation: [
    body('domainNameArn', required),
    body('accessAssociationSourceType', required),
    body('accessAssociationSourceType', oneOf('VPCE')),
    body('accessAssociationSource', required),
  ],
  CreateModel: [body('name', required), body('contentType', required)],
  CreateRestApi: [
    body('name', required),
    body('apiKeySource', oneOf('HEADER', 'AUTHORIZER')),
    body('endpointConfiguration.types', ENDPOINT_TYPES),
    body('endpointConfiguration.ipAddressType', IP_ADDRESS_TYPES),
    body('endpointAccessMode', ACCESS_MODES),
  ],
  CreateStage: [body('stageName', required), body('deploymentId', required), body('cacheClusterSize', CACHE_SIZES)],
  CreateUsagePlan: [body('name', required), body('quota.period', oneOf('DAY', 'WEEK', 'MONTH'))],
  CreateUsagePlanKey: [body('keyId', required), body('keyType', required)],
  CreateVpcLink: [body('name', required), body('targetArns', required)],
  DeleteGatewayResponse: [RESPONSE_TYPE],
  DeleteIntegrationResponse: [url('statusCode', STATUS_CODE)],
  DeleteMethodResponse: [url('statusCode', STATUS_CODE)],
  GetGatewayResponse: [RESPONSE_TYPE],
  GetIntegrationResponse: [url('statusCode', STATUS_CODE)],
  GetMethodResponse: [url('statusCode', STATUS_CODE)],
  ImportApiKeys: [url('format', required), url('format', oneOf('csv'))],
  ImportDocumentationParts: [url('mode', PUT_MODES)],
  PutGatewayResponse: [RESPONSE_TYPE, body('statusCode', emptyOr(STATUS_CODE))],
  PutIntegration: [
    body('type', required),
    body('type', INTEGRATION_TYPES),
    body('connectionType', emptyOr(oneOf('INTERNET', 'VPC_LINK'))),
    body('contentHandling', CONTENT_HANDLING),
    body('responseTransferMode', oneOf('BUFFERED', 'STREAM')),
  ],
  PutIntegrationResponse: [url('statusCode', STATUS_CODE), body('contentHandling', CONTENT_HANDLING)],
  PutMethod: [body('authorizationType', required)],
  PutMethodResponse: [url('statusCode', STATUS_CODE)],
  PutRestApi: [url('mode', PUT_MODES)],
  UpdateGatewayResponse: [RESPONSE_TYPE],
  UpdateIntegrationResponse: [url('statusCode', STATUS_CODE)],
  UpdateMethodResponse: [url('statusCode', STATUS_CODE)],
}

/** Maps from text to text: a value of another type is refused before anything else (facts/13, 125). */
const TEXT_MAPS: { readonly [Name in keyof ApiGateway]?: readonly string[] } = {
  PutGatewayResponse: ['responseParameters', 'responseTemplates'],
  PutIntegration: ['requestParameters', 'requestTemplates'],
  PutIntegrationResponse: ['responseParameters', 'responseTemplates'],
}

/** The operations, each of which first checks its input against the model. */
export function constrained<Ops extends Partial<ApiGateway>>(operations: Ops): Ops {
  const checked = Object.entries(operations).map(([name, operation]) => [
    name,
    (input: object, call: Call) => {
      checkInput(name as keyof ApiGateway, input)
      return (operation as (input: object, call: Call) => unknown)(input, call)
    },
  ])
  return Object.fromEntries(checked) as Ops
}

/** Throws SerializationException or ValidationException, the latter with all violations in one message (facts/13, 3). */
export function checkInput(operation: keyof ApiGateway, input: object): void {
  for (const member of TEXT_MAPS[operation] ?? []) {
    for (const value of Object.values((memberOf(input, member) as object | undefined) ?? {})) {
      if (value !== null && typeof value !== 'string') throw notText(value)
    }
  }
  const inputName = `${operation.charAt(0).toLowerCase()}${operation.slice(1)}Input`
  const violations = patchViolations(input, inputName)
  for (const { member, place, check } of CONSTRAINTS[operation] ?? []) {
    const value = memberOf(input, member)
    const message = check(value)
    if (message !== undefined) violations.push(violation(value, place === 'body' ? `${inputName}.${member}` : member, message))
  }
  if (violations.length === 0) return
  const head = violations.length === 1 ? '1 validation error detected' : `${violations.length} validation errors detected`
  throw new AwsError('ValidationException', `${head}: ${violations.join('; ')}`, 400)
}

function patchViolations(input: object, inputName: string): string[] {
  const operations = memberOf(input, 'patchOperations')
  if (!Array.isArray(operations)) return []
  const check = oneOf(...OPS)
  return operations.flatMap(({ op }: { op?: unknown }, index) => {
    const message = op === undefined ? required(op) : check(op)
    return message === undefined ? [] : [violation(op, `${inputName}.patchOperations.${index + 1}.member.op`, message)]
  })
}

function violation(value: unknown, member: string, message: string): string {
  const shown = value === undefined || value === null ? 'null' : Array.isArray(value) ? `'[${value.join(', ')}]'` : `'${value}'`
  return `Value ${shown} at '${member}' failed to satisfy constraint: ${message}`
}

function memberOf(input: object, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined | null)?.[name], input)
}

function notText(value: unknown): AwsError {
  const type =
    typeof value === 'boolean'
      ? 'java.lang.Boolean'
      : typeof value === 'number'
        ? 'com.amazon.coral.value.json.numbers.TruncatingBigNumber'
        : Array.isArray(value)
          ? 'java.util.ArrayList'
          : 'java.util.LinkedHashMap'
  return new AwsError('SerializationException', `class ${type} can not be converted to an String`, 400)
}
