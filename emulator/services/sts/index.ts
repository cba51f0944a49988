import type * as sdk from '@aws-sdk/client-sts'
import type { Operations, Service } from '../operations'
import * as identity from './identity'
import * as roles from './roles'

/** AWS Security Token Service: every operation that is served. */
const operations = {
  AssumeRole: roles.AssumeRole,
  AssumeRoleWithWebIdentity: roles.AssumeRoleWithWebIdentity,
  GetAccessKeyInfo: identity.GetAccessKeyInfo,
  GetCallerIdentity: identity.GetCallerIdentity,
  GetSessionToken: identity.GetSessionToken,
}

export const sts = { name: 'sts', operations } satisfies Service<Partial<Operations<typeof sdk>>>
