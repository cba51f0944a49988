import type { HeaderFields } from '../../../emulator/base/headers'
import type { GatewayResponse } from '../../../emulator/gateway/exchange'
import { type ControlPlaneParts, createControlPlane } from '../../../emulator/protocols/control-plane'
import type { ServiceBinding } from '../../../emulator/protocols/services'
import { WIRES } from '../../../emulator/protocols/wires'
import { type TestCall, testCall } from '../../support/call'

type Operation = (input: never, call: TestCall) => unknown
type WireName = keyof typeof WIRES

/** A request without the parts that most tests do not care for. */
export interface RawCall {
  /** The name that the request is signed for; not signed when absent. */
  readonly signed?: string
  readonly method?: string
  readonly target?: string
  readonly headers?: HeaderFields
  readonly body?: string | Uint8Array
}

export const FORM: HeaderFields = ['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8']

/** The Authorization header of a request that is signed for a service, in eu-west-1. */
export function authorization(service: string): HeaderFields {
  return ['Authorization', `AWS4-HMAC-SHA256 Credential=AKID/20260102/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=00`]
}

/** A service as AWS's clients speak to it, with the given operations. */
export function bindingOf(name: WireName, operations: Readonly<Record<string, Operation>>): ServiceBinding {
  return { service: { name, operations }, ...WIRES[name] }
}

/** A control plane over fake services, which takes raw requests. */
export function rawPlane(services: readonly ServiceBinding[], parts: Partial<ControlPlaneParts> = {}) {
  const plane = createControlPlane({
    services,
    callFor: (account, region) => testCall({ account, region }),
    account: '123456789012',
    ...parts,
  })
  return async ({ signed, method = 'POST', target = '/', headers = [], body }: RawCall): Promise<GatewayResponse | undefined> =>
    plane.handle({
      method,
      target,
      headers: [...(signed === undefined ? [] : authorization(signed)), ...headers],
      body: typeof body === 'string' ? Buffer.from(body) : body,
    })
}
