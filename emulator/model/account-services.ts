import type * as acm from '@aws-sdk/client-acm'
import type * as cloudformation from '@aws-sdk/client-cloudformation'
import type * as logs from '@aws-sdk/client-cloudwatch-logs'
import type * as iam from '@aws-sdk/client-iam'
import type * as ssm from '@aws-sdk/client-ssm'
import type { Place } from '../base/diagnostics'
import type { Strict } from './apigateway'

export interface RoleRecord {
  readonly role: Strict<iam.Role, 'RoleName' | 'RoleId' | 'Arn' | 'Path' | 'CreateDate' | 'AssumeRolePolicyDocument'>
  /** Policy documents by policy name, as JSON text. */
  readonly inlinePolicies: Readonly<Record<string, string>>
  /** ARNs. */
  readonly attachedPolicies: readonly string[]
}
export interface ManagedPolicyRecord {
  readonly policy: Strict<iam.Policy, 'PolicyName' | 'PolicyId' | 'Arn' | 'Path' | 'CreateDate' | 'DefaultVersionId'>
  /** Policy document by version id, as JSON text. */
  readonly versions: Readonly<Record<string, string>>
}
export type LogGroupRecord = Strict<logs.LogGroup, 'logGroupName' | 'arn' | 'creationTime'> & {
  readonly tags: Readonly<Record<string, string>>
}
export type LogStreamRecord = Strict<logs.LogStream, 'logStreamName' | 'creationTime' | 'arn'>
export type SubscriptionFilterRecord = Strict<
  logs.SubscriptionFilter,
  'filterName' | 'logGroupName' | 'filterPattern' | 'destinationArn' | 'creationTime'
>
export type MetricFilterRecord = Strict<
  logs.MetricFilter,
  'filterName' | 'logGroupName' | 'filterPattern' | 'metricTransformations' | 'creationTime'
>
export type QueryDefinitionRecord = Strict<
  logs.QueryDefinition,
  'queryDefinitionId' | 'queryLanguage' | 'name' | 'queryString' | 'lastModified'
>
/** A policy of the account, or of one log group. */
export type LogPolicyRecord = Strict<logs.ResourcePolicy, 'policyDocument' | 'lastUpdatedTime' | 'policyScope'>

export interface UserRecord {
  readonly user: Strict<iam.User, 'UserName' | 'UserId' | 'Arn' | 'Path' | 'CreateDate'>
  /** Policy documents by policy name, as JSON text. */
  readonly inlinePolicies: Readonly<Record<string, string>>
  /** ARNs. */
  readonly attachedPolicies: readonly string[]
}
/** Temporary keys that STS gave out. */
export interface SessionRecord {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  /** Epoch milliseconds. */
  readonly expiresAt: number
  /** Of the session: `arn:aws:sts::1:assumed-role/name/session`. */
  readonly arn: string
  /** `AROA...:session`. */
  readonly userId: string
  /** The role whose policies count; absent for the keys of the root user. */
  readonly roleName?: string
  /** Policies of the session itself, as JSON text: what they do not permit, the session may not do. Absent where it has none. */
  readonly policies?: readonly string[]
}
export type AccessKeyRecord = Strict<iam.AccessKey, 'UserName' | 'AccessKeyId' | 'Status' | 'SecretAccessKey' | 'CreateDate'>

export type ParameterRecord = Strict<ssm.Parameter, 'Name' | 'Type' | 'Value' | 'Version' | 'LastModifiedDate' | 'ARN' | 'DataType'> & {
  readonly tags?: Readonly<Record<string, string>>
}
/** A version of a parameter as it was put, the latest one too. */
export type ParameterVersionRecord = Strict<
  ssm.ParameterHistory,
  'Name' | 'Type' | 'Value' | 'Version' | 'LastModifiedDate' | 'DataType' | 'Tier'
>

export interface CertificateRecord {
  readonly detail: Strict<acm.CertificateDetail, 'CertificateArn' | 'DomainName' | 'Status' | 'Type' | 'KeyAlgorithm'>
  /** PEM. */
  readonly certificate: string
  /** PEM; empty when there is none. */
  readonly chain: string
  readonly tags: Readonly<Record<string, string>>
}

/** One resource of a stack, as it was last created or updated. */
export interface StackResourceRecord {
  readonly logicalId: string
  readonly type: string
  readonly physicalId: string
  readonly status: cloudformation.ResourceStatus
  readonly statusReason?: string
  readonly updatedAt: Date
  /** The properties it was made from, all intrinsics evaluated. */
  readonly properties: Readonly<Record<string, unknown>>
  /** What Fn::GetAtt answers, by attribute name. */
  readonly attributes: Readonly<Record<string, unknown>>
  /** The path of what was made, e.g. `/restapis/{id}/resources/{id}/methods/GET`: what the gateway's diagnostics name. */
  readonly subject?: string
  /** Where the resource stands in the user's files, as far as whoever deployed the stack knew it. */
  readonly place?: Place
  readonly deletionPolicy?: string
  readonly updateReplacePolicy?: string
  readonly dependsOn: readonly string[]
}
export type StackRecord = Strict<cloudformation.Stack, 'StackId' | 'StackName' | 'StackStatus' | 'CreationTime'> & {
  /** The template as it was given. */
  readonly templateBody: string
  /** Parameter values as given, NoEcho ones too. */
  readonly parameterValues: Readonly<Record<string, string>>
  readonly resources: Readonly<Record<string, StackResourceRecord>>
  /** The stack's own account-wide exports: name to value. */
  readonly exports: Readonly<Record<string, string>>
  /** Export names of other stacks that this one uses. */
  readonly imports: readonly string[]
  /** Oldest first. */
  readonly events: readonly Strict<cloudformation.StackEvent, 'StackId' | 'EventId' | 'StackName' | 'Timestamp' | 'LogicalResourceId'>[]
  /** The stack policy, as JSON text. */
  readonly policy?: string
}

/** A change set, with all that its execution needs. */
export interface ChangeSetRecord {
  readonly description: Strict<
    Omit<cloudformation.DescribeChangeSetOutput, 'Changes' | 'NextToken'>,
    'ChangeSetId' | 'ChangeSetName' | 'StackId' | 'StackName' | 'Status' | 'ExecutionStatus' | 'CreationTime'
  >
  readonly type: 'CREATE' | 'UPDATE'
  /** With the values before and after. */
  readonly changes: readonly cloudformation.Change[]
  readonly templateBody: string
  /** NoEcho ones too. */
  readonly parameterValues: Readonly<Record<string, string>>
  readonly roleArn?: string
}
