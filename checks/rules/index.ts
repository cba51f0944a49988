import type { Rule } from '../rule'
import { anyPlusVerb } from './any-plus-verb'
import { authorizerCacheVsMethodArn } from './authorizer-cache-vs-method-arn'
import { cacheNotCallerAware } from './cache-not-caller-aware'
import { cacheNotEncrypted } from './cache-not-encrypted'
import { cacheOnWriteVerb } from './cache-on-write-verb'
import { corsErrorsUncovered } from './cors-errors-uncovered'
import { corsStarWithCredentials } from './cors-star-with-credentials'
import { dataTraceOn } from './data-trace-on'
import { defaultEndpointWithDomain } from './default-endpoint-with-domain'
import { deploymentStale } from './deployment-stale'
import { durableTooLong } from './durable-too-long'
import { durableUnqualified } from './durable-unqualified'
import { keyAsOnlyAuth } from './key-as-only-auth'
import { keyNeverRequired } from './key-never-required'
import { missingBodyValidation } from './missing-body-validation'
import { missingPermission } from './missing-permission'
import { modelInvalid } from './model-invalid'
import { noAccessLog } from './no-access-log'
import { noThrottle } from './no-throttle'
import { openMethod } from './open-method'
import { permissionWithoutRoute } from './permission-without-route'
import { planUnattached } from './plan-unattached'
import { policySize } from './policy-size'
import { privateWithoutPolicy } from './private-without-policy'
import { resourceCount } from './resource-count'
import { secretsInStageVariables } from './secrets-in-stage-variables'
import { shadowedByProxy } from './shadowed-by-proxy'
import { timeOutOverLimit } from './time-out-over-limit'
import { weakTls } from './weak-tls'
import { wildcardInvokeRole } from './wildcard-invoke-role'

/** Every rule, in the order in which docs/checks.md tells them: who comes in, what is called, what is taken, what is kept, how it is put up. */
export const RULES: readonly Rule[] = [
  openMethod,
  keyAsOnlyAuth,
  noThrottle,
  shadowedByProxy,
  anyPlusVerb,
  missingPermission,
  permissionWithoutRoute,
  durableTooLong,
  durableUnqualified,
  timeOutOverLimit,
  missingBodyValidation,
  modelInvalid,
  noAccessLog,
  dataTraceOn,
  cacheNotCallerAware,
  cacheOnWriteVerb,
  cacheNotEncrypted,
  authorizerCacheVsMethodArn,
  planUnattached,
  keyNeverRequired,
  corsErrorsUncovered,
  corsStarWithCredentials,
  policySize,
  resourceCount,
  deploymentStale,
  defaultEndpointWithDomain,
  weakTls,
  privateWithoutPolicy,
  wildcardInvokeRole,
  secretsInStageVariables,
]
