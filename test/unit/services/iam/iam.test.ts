import { iam } from '../../../../emulator/services/iam'
import { bind } from '../../../../emulator/services/operations'
import { testCall } from '../../../support/call'
import { failure } from '../../../support/failure'

const TRUST =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
const POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
const MANAGED = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'

function account() {
  const call = testCall()
  return { ...bind(iam.operations, call), call }
}

test('a role: created, shown with its document encoded, changed, tagged, listed, deleted', async () => {
  const { CreateRole, GetRole, UpdateRole, UpdateAssumeRolePolicy, TagRole, UntagRole, ListRoles, DeleteRole } = account()
  const { Role } = await CreateRole({ RoleName: 'r', Path: '/app/', AssumeRolePolicyDocument: TRUST, Tags: [{ Key: 'a', Value: '1' }] })
  expect(Role).toEqual({
    Path: '/app/',
    RoleName: 'r',
    RoleId: expect.stringMatching(/^AROA[A-Z0-9]{17}$/),
    Arn: 'arn:aws:iam::123456789012:role/app/r',
    CreateDate: new Date('2026-01-02T03:04:05.000Z'),
    AssumeRolePolicyDocument: encodeURIComponent(TRUST).replaceAll('*', '%2A'),
    MaxSessionDuration: 3600,
    Tags: [{ Key: 'a', Value: '1' }],
  })
  await UpdateRole({ RoleName: 'r', Description: 'd', MaxSessionDuration: 7200 })
  await UpdateAssumeRolePolicy({ RoleName: 'r', PolicyDocument: POLICY })
  await TagRole({
    RoleName: 'r',
    Tags: [
      { Key: 'b', Value: '2' },
      { Key: 'a', Value: '3' },
    ],
  })
  await UntagRole({ RoleName: 'r', TagKeys: ['b'] })
  const { Role: changed } = await GetRole({ RoleName: 'r' })
  expect(changed).toMatchObject({ Description: 'd', MaxSessionDuration: 7200, Tags: [{ Key: 'a', Value: '3' }], RoleLastUsed: {} })
  expect(decodeURIComponent(changed?.AssumeRolePolicyDocument ?? '')).toBe(POLICY)
  await CreateRole({ RoleName: 'a', AssumeRolePolicyDocument: TRUST })
  expect((await ListRoles({})).Roles?.map(({ RoleName }) => RoleName)).toEqual(['a', 'r'])
  expect(await ListRoles({ PathPrefix: '/app/' })).toMatchObject({ IsTruncated: false, Roles: [{ RoleName: 'r' }] })
  expect(await ListRoles({ MaxItems: 1 })).toMatchObject({ IsTruncated: true, Marker: expect.any(String) })
  await DeleteRole({ RoleName: 'r' })
  expect(await failure(() => GetRole({ RoleName: 'r' }))).toBe('404 NoSuchEntity: The role with name r cannot be found.')
})

test('policies of a role: inline and attached', async () => {
  const operations = account()
  const RoleName = 'r'
  await operations.CreateRole({ RoleName, AssumeRolePolicyDocument: TRUST })
  await operations.PutRolePolicy({ RoleName, PolicyName: 'p', PolicyDocument: TRUST })
  await operations.PutRolePolicy({ RoleName, PolicyName: 'p', PolicyDocument: POLICY })
  const { PolicyDocument = '' } = await operations.GetRolePolicy({ RoleName, PolicyName: 'p' })
  expect(decodeURIComponent(PolicyDocument)).toBe(POLICY)
  expect(await operations.ListRolePolicies({ RoleName })).toEqual({ PolicyNames: ['p'], IsTruncated: false })

  const { Policy } = await operations.CreatePolicy({ PolicyName: 'm', PolicyDocument: POLICY })
  for (const PolicyArn of [MANAGED, MANAGED, Policy?.Arn]) await operations.AttachRolePolicy({ RoleName, PolicyArn })
  expect((await operations.ListAttachedRolePolicies({ RoleName })).AttachedPolicies).toEqual([
    { PolicyName: 'AWSLambdaBasicExecutionRole', PolicyArn: MANAGED },
    { PolicyName: 'm', PolicyArn: Policy?.Arn },
  ])
  expect((await operations.ListAttachedRolePolicies({ RoleName, PathPrefix: '/service-role/' })).AttachedPolicies).toHaveLength(1)
  expect(await operations.GetPolicy({ PolicyArn: Policy?.Arn })).toMatchObject({ Policy: { AttachmentCount: 1 } })

  expect(await failure(() => operations.DeleteRole({ RoleName }))).toBe(
    '409 DeleteConflict: Cannot delete entity, must detach all policies first.',
  )
  expect(await failure(() => operations.DeletePolicy({ PolicyArn: Policy?.Arn }))).toBe(
    '409 DeleteConflict: Cannot delete a policy attached to entities.',
  )
  for (const PolicyArn of [MANAGED, Policy?.Arn]) await operations.DetachRolePolicy({ RoleName, PolicyArn })
  expect(await failure(() => operations.DetachRolePolicy({ RoleName, PolicyArn: MANAGED }))).toBe(
    `404 NoSuchEntity: Policy ${MANAGED} was not found.`,
  )
  expect(await failure(() => operations.DeleteRole({ RoleName }))).toBe(
    '409 DeleteConflict: Cannot delete entity, must delete policies first.',
  )
  await operations.DeleteRolePolicy({ RoleName, PolicyName: 'p' })
  expect(await failure(() => operations.GetRolePolicy({ RoleName, PolicyName: 'p' }))).toBe(
    '404 NoSuchEntity: The role policy with name p cannot be found.',
  )
  await operations.DeleteRole({ RoleName })
})

test('versions of a managed policy', async () => {
  const operations = account()
  const { Policy } = await operations.CreatePolicy({ PolicyName: 'm', PolicyDocument: TRUST, Description: 'd' })
  const PolicyArn = 'arn:aws:iam::123456789012:policy/m'
  expect(Policy).toEqual({
    PolicyName: 'm',
    PolicyId: expect.stringMatching(/^ANPA[A-Z0-9]{17}$/),
    Arn: PolicyArn,
    Path: '/',
    DefaultVersionId: 'v1',
    AttachmentCount: 0,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: new Date('2026-01-02T03:04:05.000Z'),
    UpdateDate: new Date('2026-01-02T03:04:05.000Z'),
  })
  const { PolicyVersion } = await operations.CreatePolicyVersion({ PolicyArn, PolicyDocument: POLICY, SetAsDefault: true })
  expect(PolicyVersion).toEqual({ VersionId: 'v2', IsDefaultVersion: true, CreateDate: expect.any(Date) })
  const second = await operations.GetPolicyVersion({ PolicyArn, VersionId: 'v2' })
  expect(decodeURIComponent(second.PolicyVersion?.Document ?? '')).toBe(POLICY)
  expect(
    (await operations.ListPolicyVersions({ PolicyArn })).Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion]),
  ).toEqual([
    ['v2', true],
    ['v1', false],
  ])
  expect(await failure(() => operations.DeletePolicyVersion({ PolicyArn, VersionId: 'v2' }))).toBe(
    '409 DeleteConflict: Cannot delete the default version of a policy.',
  )
  expect(await failure(() => operations.DeletePolicy({ PolicyArn }))).toMatch(/^409 DeleteConflict: This policy has more than one version/)
  await operations.DeletePolicyVersion({ PolicyArn, VersionId: 'v1' })
  expect((await operations.CreatePolicyVersion({ PolicyArn, PolicyDocument: TRUST })).PolicyVersion?.VersionId).toBe('v3')
  for (let i = 0; i < 3; i++) await operations.CreatePolicyVersion({ PolicyArn, PolicyDocument: TRUST })
  expect(await failure(() => operations.CreatePolicyVersion({ PolicyArn, PolicyDocument: TRUST }))).toMatch(
    /^409 LimitExceeded: A managed policy can have up to 5 versions/,
  )
})

test('mistakes are answered as by IAM', async () => {
  const { CreateRole, AttachRolePolicy, CreatePolicy, GetPolicy, GetPolicyVersion, PutRolePolicy } = account()
  await CreateRole({ RoleName: 'r', AssumeRolePolicyDocument: TRUST })
  await CreatePolicy({ PolicyName: 'm', PolicyDocument: POLICY })
  const PolicyArn = 'arn:aws:iam::123456789012:policy/none'
  const failures: [() => unknown, string][] = [
    [() => CreateRole({ RoleName: 'r', AssumeRolePolicyDocument: TRUST }), '409 EntityAlreadyExists: Role with name r already exists.'],
    [
      () => CreateRole({ RoleName: 'a b', AssumeRolePolicyDocument: TRUST }),
      '400 ValidationError: The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
    ],
    [() => CreateRole({ RoleName: 'x', AssumeRolePolicyDocument: '{' }), '400 MalformedPolicyDocument: This policy contains invalid Json'],
    [
      () => PutRolePolicy({ RoleName: 'r', PolicyName: 'p', PolicyDocument: '{}' }),
      '400 MalformedPolicyDocument: Syntax errors in policy.',
    ],
    [() => AttachRolePolicy({ RoleName: 'r', PolicyArn }), `404 NoSuchEntity: Policy ${PolicyArn} does not exist or is not attachable.`],
    [() => GetPolicy({ PolicyArn }), `404 NoSuchEntity: Policy ${PolicyArn} was not found.`],
    [
      () => GetPolicyVersion({ PolicyArn: PolicyArn.replace('none', 'm'), VersionId: 'v9' }),
      `404 NoSuchEntity: Policy ${PolicyArn.replace('none', 'm')} version v9 does not exist or is not attachable.`,
    ],
    [
      () => CreatePolicy({ PolicyName: 'm', PolicyDocument: POLICY }),
      '409 EntityAlreadyExists: A policy called m already exists. Duplicate names are not allowed.',
    ],
  ]
  for (const [run, text] of failures) expect(await failure(run)).toBe(text)
})
