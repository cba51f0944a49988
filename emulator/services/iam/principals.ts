import type { AssumableRole, Principal, Principals } from '../../gateway/principals'
import { compilePolicy, type Decision, type PolicyRequest } from '../../language/policy/policy'
import type { SessionRecord } from '../../model/account-services'
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
  let roles = new Map<string, AssumableRole | undefined>()
  registry.subscribe(({ table }) => {
    if (!TABLES.has(table)) return
    found = new Map()
    roles = new Map()
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
    role: (arn) => {
      if (!roles.has(arn)) roles.set(arn, lookForRole(registry, region, arn))
      return roles.get(arn)
    },
    find: (accessKeyId) => {
      if (accessKeyId === ROOT_KEY.accessKeyId) return root(account, accessKeyId)
      if (!found.has(accessKeyId)) found.set(accessKeyId, look(registry, accountOf(accessKeyId) ?? account, region, accessKeyId))
      return found.get(accessKeyId)
    },
  }
}

function lookForRole(registry: Registry, region: string, arn: string): AssumableRole | undefined {
  const [, account, name] = /^arn:[^:]+:iam::(\d{12}):role\/(?:.+\/)?([^/]+)$/.exec(arn) ?? []
  if (account === undefined || name === undefined) return undefined
  const record = registry.records(account, region).roles.get(name)
  if (record === undefined) return undefined
  const { AssumeRolePolicyDocument, PermissionsBoundary } = record.role
  const trust = compilePolicy(JSON.parse(AssumeRolePolicyDocument))
  const boundary = PermissionsBoundary?.PermissionsBoundaryArn
  const limits = boundary === undefined ? [] : [[managed(registry, account, region, boundary) ?? NOTHING]]
  const own = [
    ...Object.values(record.inlinePolicies),
    ...record.attachedPolicies.flatMap((policy) => managed(registry, account, region, policy) ?? []),
  ]
  return {
    trusts: (service) => trust.evaluate({ action: 'sts:AssumeRole', resource: arn, principals: [service], context: {} }) === 'allow',
    evaluate: evaluator([own, ...limits]),
  }
}

function look(registry: Registry, account: string, region: string, accessKey: string): Principal | undefined {
  const records = registry.records(account, region)
  const documents = (held: Held) => [
    ...Object.values(held.inlinePolicies),
    ...held.attachedPolicies.flatMap((arn) => managed(registry, account, region, arn) ?? []),
  ]
  const bounds = (arn: string | undefined) => (arn === undefined ? [] : [managed(registry, account, region, arn) ?? NOTHING])
  const session = sessionOf(registry, account, accessKey)
  if (session !== undefined) {
    const { arn, userId, roleName, policies } = session
    const accountId = arn.split(':')[4] ?? account
    const identity = { accessKey, accountId, caller: userId, user: userId, userArn: arn }
    const common = { identity, secret: session.secretAccessKey, sessionToken: session.sessionToken, expiresAt: session.expiresAt }
    if (roleName === undefined) return { ...common, evaluate: () => 'allow' }
    const limits = policies === undefined ? [] : [policies]
    // What a role of another account may do is known there; here it is taken to be permitted, and the API has to permit it too.
    if (accountId !== account) return { ...common, evaluate: evaluator(limits) }
    const role = records.roles.get(roleName)
    const boundary = bounds(role?.role.PermissionsBoundary?.PermissionsBoundaryArn)
    return { ...common, evaluate: evaluator([role === undefined ? [] : documents(role), ...boundary.map((text) => [text]), ...limits]) }
  }
  const userName = records.accessKeys.parents().find((name) => records.accessKeys.get(accessKey, name) !== undefined)
  const key = userName === undefined ? undefined : records.accessKeys.get(accessKey, userName)
  const user = userName === undefined ? undefined : records.users.get(userName)
  if (key?.Status !== 'Active' || user === undefined) return undefined
  const { UserId, Arn, PermissionsBoundary } = user.user
  const boundary = bounds(PermissionsBoundary?.PermissionsBoundaryArn)
  return {
    identity: { accessKey, accountId: account, caller: UserId, user: UserId, userArn: Arn },
    secret: key.SecretAccessKey,
    evaluate: evaluator([documents(user), ...boundary.map((text) => [text])]),
  }
}

/** A session of any region: STS gives them out in each. */
function sessionOf(registry: Registry, account: string, accessKey: string): SessionRecord | undefined {
  for (const scope of registry.scopes()) {
    const session = scope.account === account ? scope.records.sessions.get(accessKey) : undefined
    if (session !== undefined) return session
  }
  return undefined
}

/** Stands for a policy that is not there. */
const NOTHING = '{"Statement":[]}'

/** The document of a managed policy, of the account or AWS's own; undefined where it is not known. */
function managed(registry: Registry, account: string, region: string, arn: string): string | undefined {
  const record = registry.records(account, region).managedPolicies.get(arn) ?? awsManagedPolicy(arn)
  return record?.versions[record.policy.DefaultVersionId]
}

/**
 * All policies together: a denial of any wins, and of each group one has to permit: of the identity's own, of the boundary, of the
 * session's (IAM user guide, "Policy evaluation logic").
 */
function evaluator(groups: readonly (readonly string[])[]): (request: PolicyRequest) => Decision {
  const compiled = groups.map((documents) => documents.map((text) => compilePolicy(JSON.parse(text))))
  return (request) => {
    let permitted = true
    for (const policies of compiled) {
      const said = policies.map((policy) => policy.evaluate(request))
      if (said.includes('deny')) return 'deny'
      permitted &&= said.includes('allow')
    }
    return permitted ? 'allow' : 'none'
  }
}
