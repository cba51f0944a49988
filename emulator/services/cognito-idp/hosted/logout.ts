import type { GatewayResponse } from '../../../gateway/exchange'
import { forgetUser } from './browser-session'
import { redirect, type Visit, withParameters } from './exchange'

/** GET /logout: forgets the user in the browser, then to the application's page for it, or to the page for signing in. */
export async function logout(visit: Visit): Promise<GatewayResponse> {
  const { call, poolRecord, query, base, queryString } = visit
  const client = call.records.userPoolClients.get(query.get('client_id') ?? '', poolRecord.pool.Id)
  const cookie = await forgetUser(visit)
  const to = query.get('logout_uri')
  if (client === undefined) return redirect(withParameters(`${base}/error`, { error: 'invalid_request' }), cookie)
  if (to !== null) {
    if (client.LogoutURLs?.includes(to)) return redirect(to, cookie)
    return redirect(withParameters(`${base}/error`, { error: 'invalid_request', client_id: client.ClientId }), cookie)
  }
  return redirect(`${base}/login?${queryString}`, cookie)
}
