import type { Awaitable } from '../base/awaitable'
import { firstHeader } from '../base/headers'
import { once } from '../base/once'
import type { GatewayResponse } from '../gateway/exchange'
import type { Call } from '../services/operations'
import { type ControlPlaneRequest, firstValue, parsePairs, pathOf } from './request'
import { credentialScope, type Scope } from './scope'
import type { ServiceBinding } from './services'
import { LARGEST_BODY } from './wires'

/** An AWS call that nothing here answers, for who may send it on. */
export interface UnservedCall {
  readonly service: string
  readonly region: string
  readonly operation: string
  readonly request: ControlPlaneRequest
}

/** What the control plane is made of. */
export interface ControlPlaneParts {
  readonly services: readonly ServiceBinding[]
  readonly callFor: (account: string, region: string) => Call
  /** The account of a key that is known here, where it is another one. */
  readonly accountOf?: (accessKeyId: string) => string | undefined
  /** Whose account every caller is in. */
  readonly account: string
  /** The region of global services, and of calls that are not signed; `us-east-1` unless given. */
  readonly region?: string
  /** Operations of a served service that have no handler; without it, or when it answers undefined, they answer 501. */
  readonly unserved?: (call: UnservedCall) => Promise<GatewayResponse> | undefined
}

/** AWS's endpoints, all of them on one port. */
export interface ControlPlane {
  /** Answers an AWS call; undefined when the request is none, or is for a service that is not served. */
  handle(request: ControlPlaneRequest): Awaitable<GatewayResponse> | undefined
  /** Bytes of the largest body that the service of a request takes, to be asked before the body is read; undefined as above. */
  largestBody(request: Omit<ControlPlaneRequest, 'body'>): number | undefined
}

/** Loaded at the first call: the schemas' readers and codecs are not paid for at the start. */
const serving = once(() => require('./serve') as typeof import('./serve'))

const FORM = 'application/x-www-form-urlencoded'

/** The control plane of an account: finds the service of a request and answers in its protocol. */
export function createControlPlane({
  services,
  callFor,
  accountOf,
  account,
  region = 'us-east-1',
  unserved,
}: ControlPlaneParts): ControlPlane {
  const find = (request: ControlPlaneRequest) => {
    const scope = credentialScope(request)
    return { scope, binding: scope === undefined ? unsigned(services, request) : signed(services, scope, request) }
  }
  return {
    largestBody(request) {
      const { binding } = find({ ...request, body: undefined })
      return binding === undefined ? undefined : (binding.largestBody ?? LARGEST_BODY)
    },
    handle(request) {
      const { scope, binding } = find(request)
      if (binding === undefined) return undefined
      const { name } = binding.service
      const callRegion = binding.global ? region : (scope?.region ?? region)
      const elsewhere = (operation: string) => unserved?.({ service: name, region: callRegion, operation, request })
      const accessKeyId = scope?.accessKeyId
      const traceId = firstHeader(request.headers, 'x-amzn-trace-id')
      const call = callFor((accessKeyId === undefined ? undefined : accountOf?.(accessKeyId)) ?? account, callRegion)
      const signed = accessKeyId === undefined ? call : { ...call, accessKeyId }
      return serving().serve(binding, request, traceId === undefined ? signed : { ...signed, traceId }, elsewhere)
    },
  }
}

/** By the name that the signature is for; services that share one are told apart by their paths. */
function signed(services: readonly ServiceBinding[], scope: Scope, request: ControlPlaneRequest): ServiceBinding | undefined {
  return services.find(({ service, signedAs = service.name, paths }) => {
    if (signedAs !== scope.service) return false
    return paths === undefined || namesOperation(request) || paths.test(pathOf(request.target))
  })
}

/** Requests whose path is not what names the operation. */
function namesOperation({ target, headers }: ControlPlaneRequest): boolean {
  return target.startsWith('/service/') || firstHeader(headers, 'x-amz-target') !== undefined
}

/** By `X-Amz-Target`, the path, or the `Version` beside a form's `Action` (STS has calls that nobody signs). */
function unsigned(services: readonly ServiceBinding[], request: ControlPlaneRequest): ServiceBinding | undefined {
  const path = pathOf(request.target)
  const target = firstHeader(request.headers, 'x-amz-target')?.split('.')[0] ?? /^\/service\/([^/]+)\/operation\//.exec(path)?.[1]
  if (target !== undefined) return services.find((binding) => binding.target === target)
  const byPath = services.find(({ paths }) => paths?.test(path))
  if (byPath !== undefined || path !== '/') return byPath
  const isForm = firstHeader(request.headers, 'content-type')?.startsWith(FORM) ?? false
  const form = isForm && request.body !== undefined ? Buffer.from(request.body).toString('utf8') : request.target.slice(2)
  const pairs = parsePairs(form)
  const version = firstValue(pairs, 'Version')
  if (version === undefined || firstValue(pairs, 'Action') === undefined) return undefined
  return services.find((binding) => binding.xmlns !== undefined && binding.rest === undefined && binding.version === version)
}
