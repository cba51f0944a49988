import type { Ids } from '../../base/ids'
import type { InvokeResult } from '../../model/invocation'
import type { Exchange } from '../exchange'

/** The call of an authorizer within a traced request. */
interface Part {
  /** The trace header that the authorizer's function gets. */
  readonly header: string
  /** The function has answered. Epoch milliseconds. */
  readonly end: (at: number, result: InvokeResult) => void
}

/** Begins the part of a request that waits for an authorizer's function; undefined when the request is not sampled. */
export function beginPart({ trace }: Exchange, functionArn: string, began: number, ids: Ids): Part | undefined {
  if (trace.rule === undefined) return undefined
  const id = ids.hex(16)
  return {
    header: `Root=${trace.root};Parent=${id};Sampled=1`,
    end: (at, { requestId, functionError, status }) =>
      trace.parts.push({
        id,
        name: 'Authorizer',
        namespace: 'aws',
        start_time: began / 1000,
        end_time: at / 1000,
        http: { response: { status } },
        aws: { function_name: functionArn.split(':')[6] ?? functionArn, operation: 'Invoke', request_id: requestId },
        ...(functionError === undefined ? {} : { fault: true }),
      }),
  }
}
