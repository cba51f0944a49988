import type { Cors } from '@aws-sdk/client-lambda'
import { firstHeader } from '../base/headers'
import type { GatewayRequest } from './exchange'

/** The CORS headers that Lambda itself adds for an origin that the URL allows. */
export function corsHeaders(cors: Cors | undefined, request: GatewayRequest): string[] {
  const origin = firstHeader(request.headers, 'origin')
  if (cors === undefined || origin === undefined) return []
  const allowed = cors.AllowOrigins ?? []
  if (!allowed.includes('*') && !allowed.includes(origin)) return []
  const headers = ['Access-Control-Allow-Origin', allowed.includes('*') && !cors.AllowCredentials ? '*' : origin]
  if (cors.AllowCredentials === true) headers.push('Access-Control-Allow-Credentials', 'true')
  if (cors.ExposeHeaders?.length) headers.push('Access-Control-Expose-Headers', cors.ExposeHeaders.join(','))
  if (request.method === 'OPTIONS') {
    if (cors.AllowMethods?.length) headers.push('Access-Control-Allow-Methods', cors.AllowMethods.join(','))
    if (cors.AllowHeaders?.length) headers.push('Access-Control-Allow-Headers', cors.AllowHeaders.join(','))
    if (cors.MaxAge !== undefined) headers.push('Access-Control-Max-Age', String(cors.MaxAge))
  }
  return headers
}
