import type { Awaitable } from '../../../base/awaitable'
import { firstHeader } from '../../../base/headers'
import { once } from '../../../base/once'
import type { GatewayResponse } from '../../../gateway/exchange'
import type { Call } from '../../operations'
import type { PoolRequest } from './exchange'
import type { FoundPool, Place } from './visits'

/** Loaded at the first request to a pool. */
const visits = once(() => require('./visits') as typeof import('./visits'))

const SERVICE_HOST = /^cognito-idp\.(?:localhost|[a-z0-9-]+\.amazonaws\.com)$/
const DOMAIN_HOST = /^([a-z0-9-]+)\.auth\.(?:localhost|[a-z0-9-]+\.amazoncognito\.com)$/
const PATH_FORM = /^\/_aws\/cognito-idp\/([A-Za-z0-9_.-]+)(?=\/|$)/
const POOL_PATH = /^\/([\w-]+_[0-9a-zA-Z]+)(?=\/\.well-known\/)/

/**
 * Answers what user pools answer besides their API, by host (`cognito-idp.{region}.amazonaws.com`, `cognito-idp.localhost`,
 * `{prefix}.auth.{region}.amazoncognito.com`, `{prefix}.auth.localhost`, a domain of a pool's own) or by path
 * (`/_aws/cognito-idp/{pool id or prefix}/...`). Undefined when a request is for something else.
 */
export function poolEndpoint(request: PoolRequest, call: Call): Awaitable<GatewayResponse> | undefined {
  const place = placeOf(request, call)
  if (place === undefined) return undefined
  return visits().answerAt(place, findPool(place, call), request)
}

function placeOf({ target, headers }: PoolRequest, call: Call): Place | undefined {
  const path = target.split('?', 1)[0] ?? ''
  const byPath = PATH_FORM.exec(path)
  if (byPath !== null) {
    const [base, name = ''] = byPath
    return { kind: name.includes('_') ? 'pool' : 'domain', name, path: path.slice(base.length), base }
  }
  const host = (firstHeader(headers, 'host') ?? '').replace(/:\d+$/, '').toLowerCase()
  if (SERVICE_HOST.test(host)) {
    const name = POOL_PATH.exec(path)?.[1]
    return name === undefined ? undefined : { kind: 'pool', name, path: path.slice(name.length + 1), base: '' }
  }
  const prefix = DOMAIN_HOST.exec(host)?.[1]
  if (prefix !== undefined) return { kind: 'domain', name: prefix, path, base: '' }
  const own = [call, ...call.elsewhere()].some(({ records }) => records.userPoolDomains.get(host)?.CustomDomainConfig !== undefined)
  return own ? { kind: 'domain', name: host, path, base: '' } : undefined
}

function findPool({ kind, name }: Place, call: Call): FoundPool | undefined {
  for (const here of [call, ...call.elsewhere()]) {
    const id = kind === 'pool' ? name : here.records.userPoolDomains.get(name)?.UserPoolId
    const poolRecord = id === undefined ? undefined : here.records.userPools.get(id)
    if (poolRecord !== undefined) return { call: here, poolRecord }
  }
  return undefined
}
