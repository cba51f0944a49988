import { firstHeader } from '../../../base/headers'
import type { UserPoolClientRecord } from '../../../model/cognito'
import { sameText } from '../client-secret'
import type { Visit } from './exchange'

/**
 * The client of a request to /oauth2/token and /oauth2/revoke: by Basic authentication or by its id and secret in the form
 * (RFC 6749, section 2.3.1). Undefined when there is no such client in the pool or its secret is wrong or missing.
 */
export function authenticatedClient({ call, poolRecord, headers, form }: Visit): UserPoolClientRecord | undefined {
  const [id, secret] = basic(firstHeader(headers, 'authorization')) ?? [form.get('client_id') ?? '', form.get('client_secret') ?? undefined]
  const client = call.records.userPoolClients.get(id, poolRecord.pool.Id)
  if (client?.ClientSecret === undefined) return client
  return secret !== undefined && sameText(secret, client.ClientSecret) ? client : undefined
}

function basic(authorization: string | undefined): readonly [string, string] | undefined {
  const encoded = /^Basic\s+([A-Za-z0-9+/=_-]+)\s*$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon < 0 ? undefined : [text.slice(0, colon), text.slice(colon + 1)]
}
