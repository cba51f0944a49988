import { createHash } from 'node:crypto'
import type { ManagedPolicyRecord } from '../../model/account-services'

interface Statement {
  readonly Effect: 'Allow'
  readonly Action?: readonly string[]
  readonly NotAction?: readonly string[]
  readonly Resource: string | readonly string[]
}
interface Entry {
  readonly version?: string
  readonly statements: readonly Statement[]
}

const allow = (Resource: Statement['Resource'], ...Action: string[]): Statement => ({ Effect: 'Allow', Action, Resource })
const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']
const XRAY = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:GetSamplingStatisticSummaries',
]

/**
 * AWS's own policies that functions and APIs often have, by path and name. AWS changes them now and then, so that a document here may be an
 * older version (uncertain).
 */
const POLICIES: Readonly<Record<string, Entry>> = {
  AdministratorAccess: { statements: [allow('*', '*')] },
  AmazonAPIGatewayAdministrator: { statements: [allow('arn:aws:apigateway:*::/*', 'apigateway:*')] },
  AmazonAPIGatewayInvokeFullAccess: {
    statements: [allow('arn:aws:execute-api:*:*:*', 'execute-api:Invoke', 'execute-api:ManageConnections')],
  },
  AmazonDynamoDBReadOnlyAccess: {
    statements: [
      allow('*', 'dynamodb:BatchGetItem', 'dynamodb:Describe*', 'dynamodb:List*', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'),
    ],
  },
  AmazonEventBridgeFullAccess: { statements: [allow('*', 'events:*', 'schemas:*', 'scheduler:*', 'pipes:*')] },
  AmazonS3FullAccess: { version: 'v2', statements: [allow('*', 's3:*', 's3-object-lambda:*')] },
  AmazonS3ReadOnlyAccess: {
    version: 'v3',
    statements: [allow('*', 's3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*')],
  },
  AmazonSNSFullAccess: { statements: [allow('*', 'sns:*')] },
  AmazonSQSFullAccess: { statements: [allow('*', 'sqs:*')] },
  AmazonSSMReadOnlyAccess: { statements: [allow('*', 'ssm:Describe*', 'ssm:Get*', 'ssm:List*')] },
  AWSLambda_FullAccess: {
    version: 'v3',
    statements: [
      allow(
        '*',
        'cloudformation:DescribeStacks',
        'cloudformation:ListStackResources',
        'cloudwatch:ListMetrics',
        'cloudwatch:GetMetricData',
      ),
      allow(
        '*',
        'iam:GetPolicy',
        'iam:GetPolicyVersion',
        'iam:GetRole',
        'iam:GetRolePolicy',
        'iam:ListAttachedRolePolicies',
        'iam:ListRolePolicies',
      ),
      allow(
        '*',
        'iam:ListRoles',
        'lambda:*',
        'logs:DescribeLogGroups',
        'states:DescribeStateMachine',
        'states:ListStateMachines',
        'tag:GetResources',
      ),
      allow('arn:aws:logs:*:*:log-group:/aws/lambda/*', 'logs:DescribeLogStreams', 'logs:GetLogEvents', 'logs:FilterLogEvents'),
    ],
  },
  AWSLambda_ReadOnlyAccess: {
    statements: [
      allow('*', 'lambda:Get*', 'lambda:List*', 'logs:DescribeLogGroups', 'cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'),
      allow(
        '*',
        'iam:GetPolicy',
        'iam:GetPolicyVersion',
        'iam:GetRole',
        'iam:GetRolePolicy',
        'iam:ListAttachedRolePolicies',
        'iam:ListRoles',
      ),
      allow('arn:aws:logs:*:*:log-group:/aws/lambda/*', 'logs:DescribeLogStreams', 'logs:GetLogEvents', 'logs:FilterLogEvents'),
    ],
  },
  AWSLambdaExecute: {
    statements: [allow('arn:aws:logs:*:*:*', 'logs:*'), allow('arn:aws:s3:::*', 's3:GetObject', 's3:PutObject')],
  },
  AWSXRayDaemonWriteAccess: { statements: [allow('*', ...XRAY)] },
  AWSXrayWriteOnlyAccess: { version: 'v2', statements: [allow('*', ...XRAY)] },
  CloudWatchLambdaInsightsExecutionRolePolicy: {
    statements: [
      allow('*', 'logs:CreateLogGroup'),
      allow('arn:aws:logs:*:*:log-group:/aws/lambda-insights:*', 'logs:CreateLogStream', 'logs:PutLogEvents'),
    ],
  },
  CloudWatchLogsFullAccess: { statements: [allow('*', 'logs:*')] },
  CloudWatchLogsReadOnlyAccess: {
    statements: [
      allow(
        '*',
        'logs:Describe*',
        'logs:Get*',
        'logs:List*',
        'logs:StartQuery',
        'logs:StopQuery',
        'logs:TestMetricFilter',
        'logs:FilterLogEvents',
      ),
    ],
  },
  PowerUserAccess: {
    version: 'v2',
    statements: [
      { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
      allow('*', 'iam:CreateServiceLinkedRole', 'iam:DeleteServiceLinkedRole', 'iam:ListRoles', 'organizations:DescribeOrganization'),
    ],
  },
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs': {
    statements: [
      allow('*', 'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams'),
      allow('*', 'logs:PutLogEvents', 'logs:GetLogEvents', 'logs:FilterLogEvents'),
    ],
  },
  'service-role/AWSLambdaBasicDurableExecutionRolePolicy': {
    statements: [allow('*', ...LOGS, 'lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState')],
  },
  'service-role/AWSLambdaBasicExecutionRole': { statements: [allow('*', ...LOGS)] },
  'service-role/AWSLambdaDynamoDBExecutionRole': {
    statements: [
      allow('*', 'dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'),
      allow('*', ...LOGS),
    ],
  },
  'service-role/AWSLambdaKinesisExecutionRole': {
    statements: [
      allow('*', 'kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator'),
      allow('*', 'kinesis:ListShards', 'kinesis:ListStreams', 'kinesis:SubscribeToShard'),
      allow('*', ...LOGS),
    ],
  },
  'service-role/AWSLambdaRole': { statements: [allow('*', 'lambda:InvokeFunction')] },
  'service-role/AWSLambdaSQSQueueExecutionRole': {
    statements: [allow('*', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'), allow('*', ...LOGS)],
  },
  'service-role/AWSLambdaVPCAccessExecutionRole': {
    version: 'v3',
    statements: [
      allow('*', ...LOGS),
      allow('*', 'ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:DeleteNetworkInterface'),
      allow('*', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'),
    ],
  },
}

const PREFIX = 'arn:aws:iam::aws:policy/'
/** When they were made does not matter: years before whoever asks. */
const MADE = new Date(Date.UTC(2015, 3, 9))

/** Whether an ARN is that of a policy of AWS, known here or not. */
export function isAwsManaged(arn: string): boolean {
  return /^arn:[^:]+:iam::aws:policy\//.test(arn)
}

/** A policy of AWS, as far as it is known here. */
export function awsManagedPolicy(arn: string): ManagedPolicyRecord | undefined {
  const key = arn.startsWith(PREFIX) ? arn.slice(PREFIX.length) : ''
  const entry = Object.hasOwn(POLICIES, key) ? POLICIES[key] : undefined
  if (entry === undefined) return undefined
  const slash = key.lastIndexOf('/') + 1
  const version = entry.version ?? 'v1'
  return {
    policy: {
      PolicyName: key.slice(slash),
      PolicyId: `ANPA${createHash('sha256').update(key).digest('hex').slice(0, 17).toUpperCase()}`,
      Arn: arn,
      Path: `/${key.slice(0, slash)}`,
      DefaultVersionId: version,
      IsAttachable: true,
      CreateDate: MADE,
      UpdateDate: MADE,
    },
    versions: { [version]: JSON.stringify({ Version: '2012-10-17', Statement: entry.statements }) },
  }
}

/** All of them. */
export function awsManagedPolicies(): ManagedPolicyRecord[] {
  return Object.keys(POLICIES).flatMap((key) => awsManagedPolicy(PREFIX + key) ?? [])
}
