import type { Capability } from '@aws-sdk/client-cloudformation'
import { AwsError } from '../../model/errors'
import type { Template } from './template'

/** Types whose resources can change what somebody may do. */
const IAM_TYPES = new Set(
  [
    'AccessKey',
    'Group',
    'GroupPolicy',
    'InstanceProfile',
    'ManagedPolicy',
    'Policy',
    'Role',
    'RolePolicy',
    'User',
    'UserPolicy',
    'UserToGroupAddition',
  ].map((kind) => `AWS::IAM::${kind}`),
)
const NAMES = ['GroupName', 'InstanceProfileName', 'ManagedPolicyName', 'RoleName', 'UserName']
/** Policies only refer to the name of the role or user that they belong to. */
const NAMELESS = new Set([
  'AWS::IAM::AccessKey',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::UserPolicy',
  'AWS::IAM::GroupPolicy',
  'AWS::IAM::UserToGroupAddition',
])

/** What a template needs to be acknowledged before it is deployed, and the types that it needs it for. */
export function requiredCapabilities(template: Template): { capabilities: Capability[]; types: string[] } {
  const iam = Object.values(template.resources).filter(({ Type }) => IAM_TYPES.has(Type))
  const named = iam.some(({ Type, Properties }) => !NAMELESS.has(Type) && NAMES.some((name) => Properties?.[name] !== undefined))
  const capabilities: Capability[] = iam.length === 0 ? [] : [named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM']
  if (template.transforms.length > 0) capabilities.push('CAPABILITY_AUTO_EXPAND')
  return { capabilities, types: [...new Set(iam.map(({ Type }) => Type))] }
}

/** Refuses a template whose capabilities were not acknowledged. */
export function checkCapabilities(template: Template, given: readonly string[] | undefined): void {
  const has = (capability: Capability) =>
    given?.includes(capability) === true || (capability === 'CAPABILITY_IAM' && given?.includes('CAPABILITY_NAMED_IAM') === true)
  const missing = requiredCapabilities(template).capabilities.filter((capability) => !has(capability))
  if (missing.length > 0) throw new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${missing.join(', ')}]`, 400)
}
