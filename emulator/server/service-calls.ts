import { toText } from '../base/bytes'
import { firstHeader, type HeaderFields } from '../base/headers'
import { once } from '../base/once'
import type { GatewayResponse } from '../gateway/exchange'
import type { AwsServices, ServiceRequest } from '../gateway/phase'
import type { ControlPlaneRequest } from '../protocols/request'
import type { Forward } from './forward'
import type { IncomingRequest } from './incoming'

/** Loaded at the first answer in XML. */
const queryJson = once(() => require('../protocols/query-json') as typeof import('../protocols/query-json'))

/** The source address of a call that the gateway makes itself. */
const LOOPBACK = '127.0.0.1'
/** Services whose answers are XML whatever is asked for. */
const REST_XML = new Set(['s3', 'cloudfront', 'route53'])
/** Members that the answer of `ssm:action/GetParameter` names though they are absent (facts/13, 347). */
const PARAMETER = { Selector: null, SourceResult: null }

/** What a call of an integration is answered by: the emulator's own front first, then `--services`. */
export interface ServiceBackends {
  /** Answers what is served here: an AWS call, an API by its host; undefined otherwise. */
  readonly own: (request: IncomingRequest) => Promise<GatewayResponse | undefined>
  /** Signing names of what is served here. */
  readonly names: ReadonlySet<string>
  readonly forward: Forward | undefined
}

/**
 * The port by which integrations of type AWS call services. The gateway asks services of the query protocol for JSON; those that answer
 * XML all the same are translated (facts/13, 343).
 */
export function createServiceCalls({ own, names, forward }: ServiceBackends): AwsServices {
  const call = async (request: ServiceRequest) => {
    const parameters = ssmParameters(request)
    const sent = parameters === undefined ? outgoing(request) : ssmCall(request, parameters)
    const reply = (await own({ ...sent, sourceIp: LOOPBACK })) ?? (await forward?.(sent, request.timeout))
    if (reply === undefined) return undefined
    const { status, headers, body } = reply
    if (parameters !== undefined && status === 200)
      return { status, headers: ['Content-Type', 'application/json'], body: wrapSsm(parameters, body, headers) }
    const wantsJson = !REST_XML.has(request.service) && firstHeader(request.headers, 'accept')?.startsWith('application/json')
    const json = wantsJson && /xml/.test(firstHeader(headers, 'content-type') ?? '') ? queryJson().queryAnswerAsJson(body) : undefined
    return json === undefined ? { status, headers, body } : { status, headers: withType(headers, 'application/json'), body: json }
  }
  return { call, serves: (service) => forward !== undefined || names.has(service) }
}

/** The call as it goes over the wire; the scope of its signature says whom it is for, whoever checks it signs anew. */
function outgoing({ method, url, headers, body, service, region, role }: ServiceRequest): ControlPlaneRequest {
  const [, host = '', target = '/'] = /^https?:\/\/([^/?#]+)([^#]*)/.exec(url) ?? []
  const bucket = service === 's3' ? /^(.+)\.s3\./.exec(host)?.[1] : undefined
  const scope = `Credential=${role ?? 'anonymous'}/20200101/${region}/${service}/aws4_request`
  return {
    method,
    target: bucket === undefined ? target : `/${bucket}${target}`,
    headers: ['Host', host, 'Authorization', `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0`, ...headers],
    body: body.length === 0 ? undefined : typeof body === 'string' ? Buffer.from(body) : body,
  }
}

/** `action/` with its input in the query string: Systems Manager answers it in the form of the query protocol (facts/02, section 3). */
function ssmParameters({ service, url, body }: ServiceRequest): URLSearchParams | undefined {
  if (service !== 'ssm' || body.length > 0) return undefined
  const parameters = new URL(url).searchParams
  return parameters.has('Action') ? parameters : undefined
}

function ssmCall(request: ServiceRequest, parameters: URLSearchParams): ControlPlaneRequest {
  const input: Record<string, unknown> = {}
  for (const [name, value] of parameters)
    if (name !== 'Action') input[name] = value === 'true' || value === 'false' ? value === 'true' : value
  const headers = ['X-Amz-Target', `AmazonSSM.${parameters.get('Action')}`, 'Content-Type', 'application/x-amz-json-1.1']
  const { origin } = new URL(request.url)
  return outgoing({ ...request, method: 'POST', url: `${origin}/`, headers, body: JSON.stringify(input) })
}

function wrapSsm(parameters: URLSearchParams, body: string | Uint8Array, headers: HeaderFields): string {
  const action = parameters.get('Action')
  const result = JSON.parse(toText(body)) as { Parameter?: object }
  const complete = result.Parameter === undefined ? result : { Parameter: { ...PARAMETER, ...result.Parameter } }
  const metadata = { RequestId: firstHeader(headers, 'x-amzn-requestid') ?? '' }
  return JSON.stringify({ [`${action}Response`]: { [`${action}Result`]: complete, ResponseMetadata: metadata } })
}

function withType(headers: HeaderFields, type: string): HeaderFields {
  return headers.map((field, at) => (at % 2 === 1 && /^content-type$/i.test(headers[at - 1] as string) ? type : field))
}
