import { firstHeader, type HeaderFields } from '../base/headers'
import type { Domains } from '../gateway/domains'

/** Whom a request is for. */
export type Target =
  | {
      readonly kind: 'api'
      readonly apiId: string
      readonly stage: string
      /** Behind stage and base path, with one slash in front. */
      readonly path: string
      /** As `$context.path` shows it. */
      readonly fullPath: string
      readonly queryString: string
      readonly domainName: string
      /** Set when a custom domain's mapping led here. */
      readonly basePath?: string
    }
  | {
      readonly kind: 'function-url'
      readonly urlId: string
      readonly path: string
      readonly queryString: string
      readonly domainName: string
    }
  | { readonly kind: 'inspection'; readonly path: string }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'unserved' }

const API_HOST = /^([a-z0-9]+)\.execute-api\./
const FUNCTION_URL_HOST = /^([a-z0-9]+)\.lambda-url\./
const PATH_FORM = /^\/_aws\/execute-api\/([a-z0-9]+)(?=\/|$)/
const USER_REQUEST_FORM = /^\/restapis\/([a-z0-9]+)\/([^/]+)\/_user_request_(?=\/|$)/

/**
 * Finds the API behind a request: by Host (`{apiId}.execute-api.{anything}`, a custom domain), or by the two path forms
 * `/_aws/execute-api/{apiId}/{stage}/...` and `/restapis/{apiId}/{stage}/_user_request_/...`.
 */
export function resolveTarget(request: { target: string; headers: HeaderFields }, domains: Domains, region: string): Target {
  const { target } = request
  const question = target.indexOf('?')
  const path = question < 0 ? target : target.slice(0, question)
  const queryString = question < 0 ? '' : target.slice(question + 1)
  if (path.startsWith('/_portico/')) return { kind: 'inspection', path }
  const host = (firstHeader(request.headers, 'host') ?? '').replace(/:\d+$/, '').toLowerCase()
  const named = API_HOST.exec(host)
  if (named !== null) return stageInPath(named[1] as string, path, queryString, host)
  const functionUrl = FUNCTION_URL_HOST.exec(host)
  if (functionUrl !== null) return { kind: 'function-url', urlId: functionUrl[1] as string, path, queryString, domainName: host }
  if (domains.has(host)) return mapped(domains, host, path, queryString)
  const byPath = PATH_FORM.exec(path)
  if (byPath !== null) {
    const apiId = byPath[1] as string
    return stageInPath(apiId, path.slice(byPath[0].length), queryString, `${apiId}.execute-api.${region}.amazonaws.com`)
  }
  const byUserRequest = USER_REQUEST_FORM.exec(path)
  if (byUserRequest !== null) {
    const [all, apiId, stage] = byUserRequest as unknown as [string, string, string]
    return inStage(apiId, stage, path.slice(all.length), queryString, `${apiId}.execute-api.${region}.amazonaws.com`)
  }
  return { kind: 'unserved' }
}

function stageInPath(apiId: string, path: string, queryString: string, domainName: string): Target {
  const bare = path.replace(/^\/+/, '')
  const slash = bare.indexOf('/')
  const stage = slash < 0 ? bare : bare.slice(0, slash)
  if (stage === '') return { kind: 'forbidden' }
  return inStage(apiId, stage, slash < 0 ? '' : bare.slice(slash), queryString, domainName)
}

/** Slashes before the first segment count as one for routing; `$context.path` keeps them (facts/01, section 2). */
function inStage(apiId: string, stage: string, rest: string, queryString: string, domainName: string): Target {
  return { kind: 'api', apiId, stage, path: oneSlash(rest), fullPath: `/${stage}${rest}`, queryString, domainName }
}

function mapped(domains: Domains, host: string, path: string, queryString: string): Target {
  const mapping = domains.find(host, oneSlash(path))
  if (mapping === undefined) return { kind: 'forbidden' }
  const { apiId, basePath } = mapping
  const rest = basePath === '' ? path : oneSlash(path).slice(basePath.length + 1)
  if (mapping.stage !== undefined) {
    return { kind: 'api', apiId, stage: mapping.stage, path: oneSlash(rest), fullPath: path, queryString, domainName: host, basePath }
  }
  const inner = stageInPath(apiId, rest, queryString, host)
  return inner.kind === 'api' ? { ...inner, fullPath: path, basePath } : inner
}

function oneSlash(path: string): string {
  return path.startsWith('/') && !path.startsWith('//') ? path : `/${path.replace(/^\/+/, '')}`
}
