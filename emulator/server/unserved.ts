import { firstHeader } from '../base/headers'
import type { Ids } from '../base/ids'
import type { GatewayResponse } from '../gateway/exchange'
import type { IncomingRequest } from './incoming'

/** An AWS call, or a path, that nothing here serves: 501 that names it, and says how an API is reached. */
export function unserved({ method, target, headers }: Pick<IncomingRequest, 'method' | 'target' | 'headers'>, ids: Ids): GatewayResponse {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(firstHeader(headers, 'authorization') ?? '')?.[1]
  const operation = firstHeader(headers, 'x-amz-target')
  const path = target.split('?', 1)[0]
  const message =
    service === undefined
      ? `Nothing is served at ${method} ${path}. An API answers at http://{apiId}.execute-api.localhost:{port}/{stage}/..., or at /_aws/execute-api/{apiId}/{stage}/...`
      : `Not emulated by Portico yet: the AWS call ${service} ${operation ?? `${method} ${path}`}`
  return {
    status: service === undefined ? 404 : 501,
    headers: ['Content-Type', 'application/json', 'x-amzn-RequestId', ids.uuid()],
    body: JSON.stringify({ message }),
  }
}
