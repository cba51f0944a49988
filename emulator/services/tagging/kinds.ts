import type { Table } from '../../model/registry'
import type { Tables } from '../../model/tables'
import type { Call } from '../operations'

type Tags = Readonly<Record<string, string>>

/** Something that has tags, wherever it is kept. */
export interface Tagged {
  readonly arn: string
  /** As a filter names it: `lambda:function`. */
  readonly type: string
  readonly tags: Tags
  /** Puts other tags in place of these; absent where only the service itself can. */
  readonly retag?: (tags: Tags) => void
}

/** Everything of one kind that is in an account and region. */
export type Kind = (call: Call) => Tagged[]

interface Description<Name extends keyof Tables> {
  readonly type: string
  readonly arn: (call: Call, record: Tables[Name], parent: string, id: string) => string
  readonly read: (record: Tables[Name]) => Tags | undefined
  readonly write?: (record: Tables[Name], tags: Tags) => Tables[Name]
}

/** Records of one table, `read` and `write` their tags. */
function kind<Name extends keyof Tables>(name: Name, { type, arn, read, write }: Description<Name>): Kind {
  return (call) => {
    const table = call.records[name] as unknown as Table<Tables[Name]>
    return table.parents().flatMap((parent) =>
      table.ids(parent).map((id) => {
        const record = table.get(id, parent) as Tables[Name]
        return {
          arn: arn(call, record, parent, id),
          type,
          tags: read(record) ?? {},
          ...(write === undefined ? {} : { retag: (tags: Tags) => void table.put(write(record, tags), id, parent) }),
        }
      }),
    )
  }
}

type ApiGatewayTable = 'restApis' | 'stages' | 'apiKeys' | 'usagePlans' | 'vpcLinks' | 'clientCertificates' | 'domainNames'

/** What API Gateway keeps, at a path of its own. */
function apiGateway<Name extends ApiGatewayTable>(name: Name, path: string, parentPath?: string): Kind {
  return kind<Name>(name, {
    type: `apigateway:${parentPath === undefined ? path : `${parentPath}/${path}`}`,
    arn: (call, _record, parent, id) =>
      `arn:aws:apigateway:${call.region}::/${parentPath === undefined ? '' : `${parentPath}/${parent}/`}${path}/${id}`,
    read: ({ tags }) => tags,
    write: (record, tags) => {
      const { tags: _former, ...rest } = record
      return (Object.keys(tags).length === 0 ? rest : { ...rest, tags }) as Tables[Name]
    },
  })
}

interface KeyAndValue {
  readonly Key?: string | undefined
  readonly Value?: string | undefined
}
const fromList = (tags: readonly KeyAndValue[] | undefined): Tags =>
  Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]))
const toList = (tags: Tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))

/** Everything that can have tags. */
export const KINDS: readonly Kind[] = [
  apiGateway('restApis', 'restapis'),
  apiGateway('stages', 'stages', 'restapis'),
  apiGateway('apiKeys', 'apikeys'),
  apiGateway('usagePlans', 'usageplans'),
  apiGateway('vpcLinks', 'vpclinks'),
  apiGateway('clientCertificates', 'clientcertificates'),
  apiGateway('domainNames', 'domainnames'),
  kind('functions', {
    type: 'lambda:function',
    arn: (_call, { configuration }) => configuration.FunctionArn,
    read: ({ tags }) => tags,
    write: (record, tags) => ({ ...record, tags }),
  }),
  kind('logGroups', {
    type: 'logs:log-group',
    arn: (_call, { arn }) => arn.replace(/:\*$/, ''),
    read: ({ tags }) => tags,
    write: (record, tags) => ({ ...record, tags }),
  }),
  kind('roles', {
    type: 'iam:role',
    arn: (_call, { role }) => role.Arn,
    read: ({ role }) => fromList(role.Tags),
    write: (record, tags) => ({ ...record, role: { ...record.role, Tags: toList(tags) } }),
  }),
  kind('users', {
    type: 'iam:user',
    arn: (_call, { user }) => user.Arn,
    read: ({ user }) => fromList(user.Tags),
    write: (record, tags) => ({ ...record, user: { ...record.user, Tags: toList(tags) } }),
  }),
  kind('managedPolicies', {
    type: 'iam:policy',
    arn: (_call, { policy }) => policy.Arn,
    read: ({ policy }) => fromList(policy.Tags),
    write: (record, tags) => ({ ...record, policy: { ...record.policy, Tags: toList(tags) } }),
  }),
  kind('alarms', {
    type: 'cloudwatch:alarm',
    arn: (_call, { alarm }) => alarm.AlarmArn,
    read: ({ tags }) => tags,
    write: (record, tags) => ({ ...record, tags }),
  }),
  kind('parameters', {
    type: 'ssm:parameter',
    arn: (_call, { ARN }) => ARN,
    read: ({ tags }) => tags,
    write: (record, tags) => ({ ...record, tags }),
  }),
  kind('userPools', {
    type: 'cognito-idp:userpool',
    arn: (_call, { pool }) => pool.Arn,
    read: ({ pool }) => pool.UserPoolTags,
    write: (record, tags) => ({ ...record, pool: { ...record.pool, UserPoolTags: tags } }),
  }),
  kind('certificates', {
    type: 'acm:certificate',
    arn: (_call, { detail }) => detail.CertificateArn,
    read: ({ tags }) => tags,
    write: (record, tags) => ({ ...record, tags }),
  }),
  kind('buckets', {
    type: 's3:bucket',
    arn: (_call, { name }) => `arn:aws:s3:::${name}`,
    read: ({ tags }) => tags,
    write: (record, tags) => ({ ...record, tags }),
  }),
  // A stack's tags change with the stack.
  kind('stacks', {
    type: 'cloudformation:stack',
    arn: (_call, { StackId }) => StackId,
    read: ({ Tags, StackStatus }) => (StackStatus === 'DELETE_COMPLETE' ? {} : fromList(Tags)),
  }),
]
