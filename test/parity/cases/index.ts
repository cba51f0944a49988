import type { Case } from '../case'
import { API_KEYS } from './api-keys'
import { CONTEXT } from './context'
import { GATEWAY_RESPONSES } from './gateway-responses'
import { HTTP } from './http'
import { HTTP_PROXY } from './http-proxy'
import { INPUT } from './input'
import { LAMBDA_BINARY } from './lambda-binary'
import { LAMBDA_EVENT } from './lambda-event'
import { LAMBDA_RESPONSE } from './lambda-response'
import { METHODS } from './methods'
import { MOCK } from './mock'
import { OVERRIDES } from './overrides'
import { PARAMETER_MAPPING } from './parameter-mapping'
import { PASSTHROUGH } from './passthrough'
import { QUERIES } from './query'
import { REFUSALS } from './refusals'
import { REQUEST_HEADERS } from './request-headers'
import { RESPONSE_HEADERS } from './response-headers'
import { ROUTING } from './routing'
import { TEMPLATES, UTIL } from './templates'
import { VALIDATION } from './validation'

/** Every area and its cases: the table of the ledger, in this order. */
export const AREAS: Readonly<Record<string, readonly Case[]>> = {
  routing: ROUTING,
  methods: METHODS,
  query: QUERIES,
  validation: VALIDATION,
  'api-keys': API_KEYS,
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
  http: HTTP,
  'http-proxy': HTTP_PROXY,
  'request-headers': REQUEST_HEADERS,
  'response-headers': RESPONSE_HEADERS,
}

export const CASES: readonly Case[] = Object.values(AREAS).flat()
