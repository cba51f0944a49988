import type { Segment } from './traces'

/** OTLP's numbers for the kinds of spans and for a failed one. */
const KINDS = { internal: 1, server: 2, client: 3 } as const
const FAILED = 2

interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly Attribute[]
  readonly status: { readonly code?: number }
}

interface Attribute {
  readonly key: string
  readonly value: { readonly stringValue: string } | { readonly intValue: string } | { readonly boolValue: boolean }
}

/** Segments, their trace ids in them, as the body of an OTLP request (OTLP/HTTP, JSON: opentelemetry.io/docs/specs/otlp). */
export function toOtlp(segments: readonly Segment[]): unknown {
  const byService = new Map<string, Segment[]>()
  for (const segment of segments) byService.set(segment.name, [...(byService.get(segment.name) ?? []), segment])
  return {
    resourceSpans: [...byService].map(([name, own]) => ({
      resource: { attributes: [attribute('service.name', name), attribute('cloud.provider', 'aws')].flat() },
      scopeSpans: [{ scope: { name: 'portico' }, spans: own.flatMap((segment) => spansOf(segment, segment.trace_id ?? '')) }],
    })),
  }
}

function spansOf(segment: Segment, traceId: string, parent?: string): Span[] {
  const { id, name, start_time, end_time = start_time, parent_id = parent, namespace, subsegments = [], fault, error } = segment
  const kind = parent === undefined ? KINDS.server : namespace === undefined ? KINDS.internal : KINDS.client
  const span: Span = {
    // `1-{8}-{24}` are the 32 digits of a trace id.
    traceId: traceId.slice(2).replace('-', ''),
    spanId: id,
    ...(parent_id === undefined ? {} : { parentSpanId: parent_id }),
    name,
    kind,
    startTimeUnixNano: nanoseconds(start_time),
    endTimeUnixNano: nanoseconds(end_time),
    attributes: attributesOf(segment),
    status: fault === true || error === true ? { code: FAILED } : {},
  }
  return [span, ...subsegments.flatMap((each) => spansOf(each, traceId, id))]
}

/** By OpenTelemetry's semantic conventions where they have a name. */
function attributesOf({ http, aws, annotations, resource_arn, origin }: Segment): Attribute[] {
  const request = http?.request ?? {}
  const named: readonly (readonly [string, unknown])[] = [
    ['http.request.method', request['method']],
    ['url.full', request['url']],
    ['client.address', request['client_ip']],
    ['user_agent.original', request['user_agent']],
    ['http.response.status_code', http?.response?.['status']],
    ['aws.request_id', aws?.['request_id']],
    ['faas.invoked_name', aws?.['function_name']],
    ['aws.xray.origin', origin],
    ['aws.resource_arn', resource_arn],
    ...Object.entries(annotations ?? {}),
  ]
  return named.flatMap(([key, value]) => attribute(key, value))
}

function attribute(key: string, value: unknown): Attribute[] {
  if (typeof value === 'string') return [{ key, value: { stringValue: value } }]
  if (typeof value === 'boolean') return [{ key, value: { boolValue: value } }]
  return typeof value === 'number' ? [{ key, value: { intValue: String(Math.round(value)) } }] : []
}

/** Seconds with a part of them, exact to the microsecond. */
function nanoseconds(seconds: number): string {
  return `${BigInt(Math.round(seconds * 1e6)) * 1000n}`
}
