import type { AssumedRoleUser, AssumeRoleRequest } from '@aws-sdk/client-sts'
import { AwsError } from '../../model/errors'
import { awsManagedPolicy } from '../iam/aws-managed-policies'
import type { Call } from '../operations'
import { type SessionOwner, temporaryCredentials } from './credentials'
import { constraint, type StsOperations, seconds, validationError } from './identity'

/** The partition, account, path and name of a role. */
export const ROLE_ARN = /^arn:(aws[\w-]*):iam::(\d{12}):role\/((?:[\w+=,.@-]+\/)*)([\w+=,.@-]{1,64})$/
/** The roles that `cdk bootstrap` leaves in an account: they are there without one. */
const BOOTSTRAP_ROLE = /^cdk-[a-z0-9]+-(?:cfn-exec|deploy|file-publishing|image-publishing|lookup)-role-/
const LONGEST_SESSION = 43_200

/** Trust policies and external ids are not looked at: whoever asks for a role gets it. */
export const AssumeRole: StsOperations['AssumeRole'] = (input, call) => {
  const role = assumed(call, input.RoleArn, input.RoleSessionName, 'AssumeRole')
  const owner = { ...role.owner, ...sessionPolicies(input, call) }
  return {
    Credentials: temporaryCredentials(call, sessionSeconds(input.DurationSeconds, role.longest), owner),
    AssumedRoleUser: role.user,
    ...(input.Policy === undefined ? {} : { PackedPolicySize: packedSize(input.Policy) }),
    ...(input.SourceIdentity === undefined ? {} : { SourceIdentity: input.SourceIdentity }),
  }
}

/** The token is read, and its signature is not checked. */
export const AssumeRoleWithWebIdentity: StsOperations['AssumeRoleWithWebIdentity'] = (input, call) => {
  const role = assumed(call, input.RoleArn, input.RoleSessionName, 'AssumeRoleWithWebIdentity')
  const owner = { ...role.owner, ...sessionPolicies(input, call) }
  const claims = claimsOf(input.WebIdentityToken ?? '')
  const { exp, sub, aud, iss } = claims
  if (typeof exp === 'number' && exp * 1000 <= call.clock.now()) {
    throw new AwsError(
      'ExpiredTokenException',
      `Token expired: current date/time ${Math.floor(call.clock.now() / 1000)} must be before the expiration date/time ${exp}`,
      400,
    )
  }
  const audience = Array.isArray(aud) ? String(aud[0]) : aud
  return {
    Credentials: temporaryCredentials(call, sessionSeconds(input.DurationSeconds, role.longest), owner),
    AssumedRoleUser: role.user,
    SubjectFromWebIdentityToken: String(sub),
    ...(audience === undefined ? {} : { Audience: String(audience) }),
    ...(iss === undefined ? {} : { Provider: input.ProviderId ?? String(iss) }),
    ...(input.Policy === undefined ? {} : { PackedPolicySize: packedSize(input.Policy) }),
  }
}

/** The role of a request. One of another account cannot be looked up from here, and is taken to be there. */
function assumed(
  call: Call,
  arn = '',
  session = '',
  action: 'AssumeRole' | 'AssumeRoleWithWebIdentity',
): { readonly user: Required<AssumedRoleUser>; readonly owner: SessionOwner; readonly longest: number } {
  const [, partition, account, , name = ''] = ROLE_ARN.exec(arn) ?? []
  if (account === undefined) throw validationError(`${arn} is invalid`)
  if (!/^[\w+=,.@-]{2,64}$/.test(session)) {
    throw constraint('roleSessionName', session, 'Member must satisfy regular expression pattern: [\\w+=,.@-]*')
  }
  const role = account === call.account ? call.records.roles.get(name)?.role : undefined
  const isThere = role === undefined ? account !== call.account || BOOTSTRAP_ROLE.test(name) : role.Arn === arn
  if (!isThere) {
    const who = action === 'AssumeRole' ? `User: arn:aws:iam::${call.account}:root is not` : 'Not'
    const what = action === 'AssumeRole' ? ` on resource: ${arn}` : ''
    throw new AwsError('AccessDenied', `${who} authorized to perform: sts:${action}${what}`, 403)
  }
  const user = {
    AssumedRoleId: `${role?.RoleId ?? madeUpRoleId(arn)}:${session}`,
    Arn: `arn:${partition}:sts::${account}:assumed-role/${name}/${session}`,
  }
  return {
    user,
    owner: { arn: user.Arn, userId: user.AssumedRoleId, roleName: name },
    longest: role?.MaxSessionDuration ?? LONGEST_SESSION,
  }
}

/** The same for the same role, since nothing keeps it. */
export function madeUpRoleId(arn: string): string {
  const letters = Buffer.from(arn).toString('hex').toUpperCase()
  return `AROA${letters.slice(-17).padStart(17, 'A')}`
}

function sessionSeconds(given: number | undefined, longest: number): number {
  const asked = seconds(given, 3600, LONGEST_SESSION)
  if (asked > longest) throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
  return asked
}

/** The policies that a session is given for itself (IAM user guide, "Session policies"). One that is not known permits nothing. */
function sessionPolicies({ Policy, PolicyArns = [] }: AssumeRoleRequest, { records }: Call): Pick<SessionOwner, 'policies'> {
  const named = PolicyArns.map(({ arn = '' }) => {
    const found = records.managedPolicies.get(arn) ?? awsManagedPolicy(arn)
    return found?.versions[found.policy.DefaultVersionId] ?? '{"Statement":[]}'
  })
  const policies = [...(Policy === undefined ? [] : [checked(Policy)]), ...named]
  return policies.length === 0 ? {} : { policies }
}

function checked(policy: string): string {
  try {
    JSON.parse(policy)
    return policy
  } catch {
    throw new AwsError('MalformedPolicyDocument', 'This policy contains invalid Json', 400)
  }
}

/** Percent of what a session's policies may have. */
function packedSize(policy: string): number {
  return Math.ceil((Buffer.byteLength(policy) / 2048) * 100)
}

function claimsOf(token: string): Record<string, unknown> {
  const parts = token.split('.')
  try {
    if (parts.length === 3) {
      const claims = JSON.parse(Buffer.from(parts[1] as string, 'base64url').toString('utf8')) as unknown
      if (typeof claims === 'object' && claims !== null && 'sub' in claims) return claims as Record<string, unknown>
    }
  } catch {
    // It is refused below, as any other text that is no token.
  }
  throw new AwsError(
    'InvalidIdentityToken',
    'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    400,
  )
}
