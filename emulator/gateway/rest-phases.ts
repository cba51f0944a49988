import { compress } from './closing/compress'
import { endExecution } from './closing/end-execution'
import { gatewayHeaders } from './closing/gateway-headers'
import { recordMetrics } from './closing/record-metrics'
import { recordTrace } from './closing/record-trace'
import { writeAccessLog } from './closing/write-access-log'
import { writeExecutionLog } from './closing/write-execution-log'
import type { ClosingPhase, Phase, RestRoute } from './phase'
import { apiKey } from './phases/api-key'
import { authorize } from './phases/authorize'
import { beginExecution } from './phases/begin-execution'
import { integrate } from './phases/integrate'
import { mapRequest } from './phases/map-request'
import { mapResponse } from './phases/map-response'
import { readCache } from './phases/read-cache'
import { resourcePolicy } from './phases/resource-policy'
import { throttle } from './phases/throttle'
import { usagePlan } from './phases/usage-plan'
import { validate } from './phases/validate'
import { verifyUsagePlan } from './phases/verify-usage-plan'
import { waf } from './phases/waf'
import { writeCache } from './phases/write-cache'

/**
 * THE ORDER in which a REST API processes a request; evidence: facts/01, section 1, by the number of its step.
 */
export const REST_PHASES = [
  waf, // 8: a request that no route takes goes through it too
  resourcePolicy, // 10
  authorize, // 11
  verifyUsagePlan, // 12: its lines come after those of authorizers
  apiKey, // 12
  usagePlan, // 12
  throttle, // 13
  beginExecution, // after all limits, before anything of the method's own (facts/01, step 12)
  validate, // 14
  readCache, // 15
  mapRequest, // 16
  integrate, // 17
  mapResponse, // 18, 19
  writeCache, // 20
] satisfies readonly Phase<RestRoute>[]

/** Always run, for answers and refusals alike. */
export const CLOSING = [
  gatewayHeaders, // 21
  endExecution, // 21
  compress, // 20: after mapping, so that the log shows what was compressed
  recordMetrics, // 21
  recordTrace, // 21
  writeExecutionLog, // 21
  writeAccessLog, // 21: the length of a body is that of the compressed one
] satisfies readonly ClosingPhase[]
