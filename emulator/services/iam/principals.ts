import type { Principal, Principals } from '../../gateway/principals'
import { compilePolicy, type Decision, type Policy, type PolicyRequest } from '../../language/policy/policy'
import type { Registry } from '../../model/registry'
import { accountOf } from '../sts/credentials'
import { awsManagedPolicy } from './aws-managed-policies'

/** The keys that `portico run` sets: the root user of the emulator's account. */
export const ROOT_KEY = { accessKeyId: 'PORTICOACCESSKEY', secretAccessKey: 'portico' }

/** Tables whose change may change what a principal is or may do. */
const TABLES = new Set(['users', 'roles', 'managedPolicies', 'accessKeys', 'sessions'])

interface Held {
  readonly inlinePolicies: Readonly<Record<string, string>>
  readonly attachedPolicies: readonly string[]
}

/** The principals of an account's IAM records, found by access key; forgotten when one of the records changes. */
export function createPrincipals(registry: Registry, account: string, region: string): Principals {
  let found = new Map<string, Principal | undefined>()
  registry.subscribe(({ table }) => {
    if (TABLES.has(table)) found = new Map()
  })
  const root = (ofAccount: string, accessKeyId: string): Principal => ({
    identity: {
      accessKey: accessKeyId,
      accountId: ofAccount,
      caller: ofAccount,
      user: ofAccount,
      userArn: `arn:aws:iam::${ofAccount}:root`,
    },
    secret: ROOT_KEY.secretAccessKey,
    evaluate: () => 'allow',
  })
  return {
    root,
    find: (accessKeyId) => {
      if (accessKeyId === ROOT_KEY.accessKeyId) return root(account, accessKeyId)
      if (!found.has(accessKeyId)) found.set(accessKeyId, look(registry, accountOf(accessKeyId) ?? account, region, accessKeyId))
      return found.get(accessKeyId)
    },
  }
}

function look(registry: Registry, account: string, region: string, accessKey: string): Principal | undefined {
  const records = registry.records(account, region)
  const documents = (held: Held) => [
    ...Object.values(held.inlinePolicies),
    ...held.attachedPolicies.flatMap((arn) => managed(registry, account, region, arn) ?? []),
  ]
  const session = records.sessions.get(accessKey)
  if (session !== undefined) {
    const role = session.roleName === undefined ? undefined : records.roles.get(session.roleName)
    const identity = { accessKey, accountId: account, caller: session.userId, user: session.userId, userArn: session.arn }
    const common = { identity, secret: session.secretAccessKey, sessionToken: session.sessionToken, expiresAt: session.expiresAt }
    if (session.roleName === undefined) return { ...common, evaluate: () => 'allow' }
    const boundary = role?.role.PermissionsBoundary?.PermissionsBoundaryArn
    return {
      ...common,
      evaluate: evaluator(
        role === undefined ? [] : documents(role),
        boundary === undefined ? undefined : managed(registry, account, region, boundary),
      ),
    }
  }
  const userName = records.accessKeys.parents().find((name) => records.accessKeys.get(accessKey, name) !== undefined)
  const key = userName === undefined ? undefined : records.accessKeys.get(accessKey, userName)
  const user = userName === undefined ? undefined : records.users.get(userName)
  if (key?.Status !== 'Active' || user === undefined) return undefined
  const { UserId, Arn, PermissionsBoundary } = user.user
  const boundary = PermissionsBoundary?.PermissionsBoundaryArn
  return {
    identity: { accessKey, accountId: account, caller: UserId, user: UserId, userArn: Arn },
    secret: key.SecretAccessKey,
    evaluate: evaluator(documents(user), boundary === undefined ? undefined : managed(registry, account, region, boundary)),
  }
}

/** The document of a managed policy, of the account or AWS's own; undefined where it is not known. */
function managed(registry: Registry, account: string, region: string, arn: string): string | undefined {
  const record = registry.records(account, region).managedPolicies.get(arn) ?? awsManagedPolicy(arn)
  return record?.versions[record.policy.DefaultVersionId]
}

/** All policies together: a denial of any wins; a boundary has to permit too (IAM user guide, "Policy evaluation logic"). */
function evaluator(documents: readonly string[], boundary: string | undefined): (request: PolicyRequest) => Decision {
  const policies: Policy[] = documents.map((text) => compilePolicy(JSON.parse(text)))
  const limit = boundary === undefined ? undefined : compilePolicy(JSON.parse(boundary))
  return (request) => {
    let decision: Decision = 'none'
    for (const policy of policies) {
      const said = policy.evaluate(request)
      if (said === 'deny') return 'deny'
      if (said === 'allow') decision = 'allow'
    }
    const bounded = limit?.evaluate(request) ?? 'allow'
    return bounded === 'allow' ? decision : bounded
  }
}
