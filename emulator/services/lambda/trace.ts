import { partOf } from '../../gateway/tracing/trace'
import type { InvokeResult } from '../../model/invocation'
import type { FunctionRecord } from '../../model/lambda'
import type { Segment } from '../../observe/traces'
import type { Call } from '../operations'

/** An invocation within a trace. */
interface TracedInvocation {
  /** The trace header that the function gets. */
  readonly header: string
  /** Sends the segments; absent where the invocation is not sampled. */
  readonly end?: (result: InvokeResult | undefined) => void
}

/**
 * What tracing does with an invocation: whoever calls decides, in the header; where nobody has, a function with active tracing does (Lambda
 * developer guide, "Visualize Lambda function invocations using AWS X-Ray"). Uncertain: the details of the segments.
 */
export function traceInvocation(call: Call, record: FunctionRecord, header: string): TracedInvocation {
  const { configuration } = record
  const decided = partOf(header, 'Sampled')
  if (decided === '0') return { header }
  const { FunctionArn, TracingConfig } = configuration
  const isSampled = decided === '1' || (TracingConfig?.Mode === 'Active' && call.gateway.sampler.samplesFunction(FunctionArn))
  const root = partOf(header, 'Root')
  if (!isSampled || root === undefined) return { header: decided === undefined ? `${header};Sampled=0` : header }
  const { ids, clock, traces, account, region } = call
  const [service, own] = [ids.hex(16), ids.hex(16)]
  const parent = partOf(header, 'Parent')
  const began = clock.now()
  const lineage = /;Lineage=[^;]*/.exec(header)?.[0] ?? ''
  return {
    header: `Root=${root};Parent=${own};Sampled=1${lineage}`,
    end: (result) => {
      const segments = segmentsOf(call, configuration, { service, own, parent, began, result })
      for (const segment of segments) traces.in(account, region).put(root, segment)
    },
  }
}

type Configuration = FunctionRecord['configuration']

interface Invocation {
  readonly service: string
  readonly own: string
  readonly parent: string | undefined
  readonly began: number
  readonly result: InvokeResult | undefined
}

/** One segment of the Lambda service, and one of the function, as on the service map. */
function segmentsOf(call: Call, { FunctionName, FunctionArn }: Configuration, invocation: Invocation): Segment[] {
  const { service, own, parent, began, result } = invocation
  const common = {
    name: FunctionName,
    start_time: began / 1000,
    end_time: call.clock.now() / 1000,
    resource_arn: FunctionArn,
    ...(result?.functionError === undefined ? {} : { fault: true }),
  }
  const requestId = result === undefined ? {} : { request_id: result.requestId }
  return [
    {
      ...common,
      id: service,
      ...(parent === undefined ? {} : { parent_id: parent }),
      origin: 'AWS::Lambda',
      http: { response: { status: result?.status ?? 500 } },
      ...(result === undefined ? { fault: true } : {}),
      aws: requestId,
    },
    {
      ...common,
      id: own,
      parent_id: service,
      origin: 'AWS::Lambda::Function',
      aws: { account_id: call.account, function_arn: FunctionArn, ...requestId },
    },
  ]
}
