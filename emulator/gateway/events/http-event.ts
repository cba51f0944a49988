import { decodeUtf8 } from '../../base/bytes'
import { firstHeader, type HeaderFields } from '../../base/headers'
import type { IamIdentity } from '../caller'
import { formatRequestTime } from '../context'
import type { GatewayRequest } from '../exchange'
import { parseQuery } from '../mapping/query'

/** What of an event of payload format 2.0 does not come from the request. */
export interface HttpEventFacts {
  readonly account: string
  readonly apiId: string
  readonly routeKey: string
  readonly stage: string
  readonly requestId: string
  readonly receivedAt: number
  readonly traceId: string
  /** Who signed the request, where somebody did. */
  readonly iam?: IamIdentity
}

/** Media types whose bodies are texts; others are base64 (facts/07, section 3). */
const TEXT = /^(text\/|application\/(json|xml|javascript|x-www-form-urlencoded)\b|[^;]*\+(json|xml)\b)/i

/** The event of payload format 2.0 (facts/07, section 3), as JSON text: what function URLs send. Members that are not there are left out. */
export function httpEvent(request: GatewayRequest, facts: HttpEventFacts): string {
  const { account, apiId, routeKey, stage, requestId, receivedAt, traceId, iam } = facts
  const { method, path, queryString, sourceIp, domainName } = request
  const query = parseQuery(queryString)
  const cookies = (firstHeader(request.headers, 'cookie') ?? '')
    .split(';')
    .flatMap((cookie) => (cookie.trim() === '' ? [] : [cookie.trim()]))
  return JSON.stringify({
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: queryString,
    ...(cookies.length === 0 ? {} : { cookies }),
    headers: {
      ...joined(request.headers),
      'x-amzn-trace-id': traceId,
      'x-forwarded-for': sourceIp,
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    ...(query.size === 0
      ? {}
      : { queryStringParameters: Object.fromEntries([...query].map(([name, values]) => [name, values.join(',')])) }),
    requestContext: {
      accountId: account === '' ? 'anonymous' : account,
      apiId,
      ...(iam === undefined ? {} : { authorizer: { iam: identityOf(iam) } }),
      domainName,
      domainPrefix: domainName.split('.', 1)[0],
      http: { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent: firstHeader(request.headers, 'user-agent') ?? '' },
      requestId,
      routeKey,
      stage,
      time: formatRequestTime(receivedAt),
      timeEpoch: receivedAt,
    },
    ...bodyOf(request),
  })
}

/** The members of `authorizer.iam` (Lambda developer guide, "Invoking Lambda function URLs"). */
function identityOf({ accessKey, accountId, caller, principalOrgId, user, userArn }: IamIdentity): Record<string, string | null> {
  return { accessKey, accountId, callerId: caller, cognitoIdentity: null, principalOrgId: principalOrgId ?? null, userArn, userId: user }
}

/** By name in lower case, several values joined by a comma; cookies have a member of their own. */
function joined(fields: HeaderFields): Record<string, string> {
  const headers: Record<string, string> = {}
  for (let i = 0; i < fields.length; i += 2) {
    const name = (fields[i] as string).toLowerCase()
    if (name === 'cookie') continue
    headers[name] = headers[name] === undefined ? (fields[i + 1] as string) : `${headers[name]},${fields[i + 1]}`
  }
  return headers
}

function bodyOf({ body, headers }: GatewayRequest): { body?: string; isBase64Encoded: boolean } {
  if (body === undefined || body.byteLength === 0) return { isBase64Encoded: false }
  const text = TEXT.test(firstHeader(headers, 'content-type') ?? '') ? decodeUtf8(body) : undefined
  return text === undefined ? { body: Buffer.from(body).toString('base64'), isBase64Encoded: true } : { body: text, isBase64Encoded: false }
}
