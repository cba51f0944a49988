import { iam } from '../../../../emulator/services/iam'
import { bind } from '../../../../emulator/services/operations'
import { sts } from '../../../../emulator/services/sts'
import { testCall } from '../../../support/call'
import { failure } from '../../../support/failure'

const POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'
const ACCOUNT = 'arn:aws:iam::123456789012'

function account() {
  const call = testCall()
  return { ...bind(iam.operations, call), sts: bind(sts.operations, call), call }
}

test('a user: made, described, renamed, tagged, given policies and keys, and deleted when it has none of them', async () => {
  const operations = account()
  const { User } = await operations.CreateUser({ UserName: 'u', Path: '/app/', Tags: [{ Key: 'a', Value: '1' }] })
  expect(User).toEqual({
    Path: '/app/',
    UserName: 'u',
    UserId: expect.stringMatching(/^AIDA[A-Z0-9]{17}$/),
    Arn: `${ACCOUNT}:user/app/u`,
    CreateDate: new Date('2026-01-02T03:04:05.000Z'),
    Tags: [{ Key: 'a', Value: '1' }],
  })
  await operations.TagUser({ UserName: 'u', Tags: [{ Key: 'b', Value: '2' }] })
  await operations.UntagUser({ UserName: 'u', TagKeys: ['a'] })
  expect((await operations.ListUserTags({ UserName: 'u' })).Tags).toEqual([{ Key: 'b', Value: '2' }])
  const { AccessKey } = await operations.CreateAccessKey({ UserName: 'u' })
  expect(AccessKey).toMatchObject({ AccessKeyId: expect.stringMatching(/^AKIA[A-Z0-9]{16}$/), Status: 'Active' })
  const AccessKeyId = AccessKey?.AccessKeyId
  expect(await operations.sts.GetAccessKeyInfo({ AccessKeyId })).toEqual({ Account: '123456789012' })
  await operations.UpdateUser({ UserName: 'u', NewUserName: 'v', NewPath: '/' })
  expect((await operations.GetUser({ UserName: 'v' })).User?.Arn).toBe(`${ACCOUNT}:user/v`)
  await operations.UpdateAccessKey({ AccessKeyId, Status: 'Inactive' })
  expect((await operations.ListAccessKeys({ UserName: 'v' })).AccessKeyMetadata).toEqual([
    { UserName: 'v', AccessKeyId, Status: 'Inactive', CreateDate: expect.any(Date) },
  ])
  await operations.CreateAccessKey({ UserName: 'v' })
  expect(await failure(() => operations.CreateAccessKey({ UserName: 'v' }))).toMatch(/^409 LimitExceeded: .*AccessKeysPerUser: 2$/)
  await operations.PutUserPolicy({ UserName: 'v', PolicyName: 'p', PolicyDocument: POLICY })
  const { PolicyDocument = '' } = await operations.GetUserPolicy({ UserName: 'v', PolicyName: 'p' })
  expect([decodeURIComponent(PolicyDocument), (await operations.ListUserPolicies({ UserName: 'v' })).PolicyNames]).toEqual([POLICY, ['p']])
  await operations.AttachUserPolicy({ UserName: 'v', PolicyArn: BASIC })
  expect((await operations.ListAttachedUserPolicies({ UserName: 'v' })).AttachedPolicies).toEqual([
    { PolicyName: 'AWSLambdaBasicExecutionRole', PolicyArn: BASIC },
  ])
  const blocked = () => failure(() => operations.DeleteUser({ UserName: 'v' }))
  expect(await blocked()).toMatch(/^409 DeleteConflict: .*detach all policies/)
  await operations.DetachUserPolicy({ UserName: 'v', PolicyArn: BASIC })
  expect(await blocked()).toMatch(/delete policies first/)
  await operations.DeleteUserPolicy({ UserName: 'v', PolicyName: 'p' })
  expect(await blocked()).toMatch(/delete access keys first/)
  for (const key of (await operations.ListAccessKeys({ UserName: 'v' })).AccessKeyMetadata ?? [])
    await operations.DeleteAccessKey({ UserName: 'v', AccessKeyId: key.AccessKeyId })
  expect(await operations.ListUsers({})).toMatchObject({ Users: [{ UserName: 'v' }], IsTruncated: false })
  await operations.DeleteUser({ UserName: 'v' })
  expect(await operations.ListUsers({})).toMatchObject({ Users: [] })
  expect((await operations.GetUser({})).User?.Arn).toBe(`${ACCOUNT}:root`)
})

test('policies of AWS: read, counted, attached, never changed; those of the account have a default version that moves', async () => {
  const operations = account()
  await operations.CreateRole({ RoleName: 'r', AssumeRolePolicyDocument: POLICY })
  await operations.AttachRolePolicy({ RoleName: 'r', PolicyArn: BASIC })
  const { Policy } = await operations.GetPolicy({ PolicyArn: BASIC })
  expect(Policy).toMatchObject({
    PolicyName: 'AWSLambdaBasicExecutionRole',
    Path: '/service-role/',
    DefaultVersionId: 'v1',
    AttachmentCount: 1,
  })
  const { PolicyVersion } = await operations.GetPolicyVersion({ PolicyArn: BASIC, VersionId: 'v1' })
  expect(JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ''))).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' }],
  })
  await operations.CreatePolicy({ PolicyName: 'own', PolicyDocument: POLICY })
  const PolicyArn = `${ACCOUNT}:policy/own`
  await operations.CreatePolicyVersion({ PolicyArn, PolicyDocument: POLICY })
  await operations.SetDefaultPolicyVersion({ PolicyArn, VersionId: 'v2' })
  await operations.TagPolicy({ PolicyArn, Tags: [{ Key: 'a', Value: 'b' }] })
  expect((await operations.ListPolicyTags({ PolicyArn })).Tags).toEqual([{ Key: 'a', Value: 'b' }])
  expect(await operations.GetPolicy({ PolicyArn })).toMatchObject({ Policy: { DefaultVersionId: 'v2' } })
  const names = async (input: Parameters<typeof operations.ListPolicies>[0]) =>
    (await operations.ListPolicies(input)).Policies?.map(({ PolicyName }) => PolicyName)
  expect(await names({ Scope: 'Local' })).toEqual(['own'])
  expect(await names({ OnlyAttached: true })).toEqual(['AWSLambdaBasicExecutionRole'])
  expect((await names({ Scope: 'AWS' }))?.length).toBeGreaterThan(20)
  expect((await operations.ListEntitiesForPolicy({ PolicyArn: BASIC })).PolicyRoles).toMatchObject([{ RoleName: 'r' }])
  const failures: [() => unknown, RegExp][] = [
    [() => operations.DeletePolicy({ PolicyArn: BASIC }), /^403 AccessDenied/],
    [() => operations.CreatePolicyVersion({ PolicyArn: BASIC, PolicyDocument: POLICY }), /^403 AccessDenied/],
    [() => operations.GetPolicy({ PolicyArn: 'arn:aws:iam::aws:policy/NotKnownHere' }), /^404 NoSuchEntity/],
    [() => operations.SetDefaultPolicyVersion({ PolicyArn, VersionId: 'v9' }), /^404 NoSuchEntity/],
    [() => operations.CreatePolicy({ PolicyName: 'a b', PolicyDocument: POLICY }), /^400 ValidationError: .*policyName/],
  ]
  for (const [run, words] of failures) expect(await failure(run)).toMatch(words)
})

test('boundaries, service-linked roles, and what tools ask for that is not here', async () => {
  const operations = account()
  await operations.CreateRole({ RoleName: 'r', AssumeRolePolicyDocument: POLICY, Tags: [{ Key: 'a', Value: 'b' }] })
  await operations.PutRolePermissionsBoundary({ RoleName: 'r', PermissionsBoundary: BASIC })
  expect((await operations.GetRole({ RoleName: 'r' })).Role?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(BASIC)
  await operations.DeleteRolePermissionsBoundary({ RoleName: 'r' })
  expect((await operations.GetRole({ RoleName: 'r' })).Role).not.toHaveProperty('PermissionsBoundary')
  expect(await operations.ListRoleTags({ RoleName: 'r' })).toEqual({ Tags: [{ Key: 'a', Value: 'b' }], IsTruncated: false })
  expect(await operations.ListInstanceProfilesForRole({ RoleName: 'r' })).toEqual({ InstanceProfiles: [], IsTruncated: false })
  const AWSServiceName = 'ops.apigateway.amazonaws.com'
  const { Role } = await operations.CreateServiceLinkedRole({ AWSServiceName })
  expect(Role?.Arn).toBe(`${ACCOUNT}:role/aws-service-role/${AWSServiceName}/AWSServiceRoleForAPIGateway`)
  const failures: [() => unknown, RegExp][] = [
    [() => operations.CreateServiceLinkedRole({ AWSServiceName }), /^400 InvalidInput: .*has been taken/],
    [() => operations.CreateServiceLinkedRole({ AWSServiceName: 'x' }), /^400 InvalidInput/],
    [() => operations.DeleteServiceLinkedRole({ RoleName: 'r' }), /^400 InvalidInput/],
    [() => operations.DeleteRolePermissionsBoundary({ RoleName: 'r' }), /^404 NoSuchEntity/],
    [() => operations.PutRolePermissionsBoundary({ RoleName: 'r', PermissionsBoundary: `${ACCOUNT}:policy/none` }), /^404 NoSuchEntity/],
    [() => operations.CreateUser({ UserName: 'a b' }), /^400 ValidationError: .*userName/],
    [() => operations.GetUser({ UserName: 'none' }), /^404 NoSuchEntity: The user with name none cannot be found\.$/],
    [() => operations.DeleteAccessKey({ AccessKeyId: 'none' }), /^404 NoSuchEntity/],
  ]
  for (const [run, words] of failures) expect(await failure(run)).toMatch(words)
  const { DeletionTaskId } = await operations.DeleteServiceLinkedRole({ RoleName: Role?.RoleName })
  expect(await operations.GetServiceLinkedRoleDeletionStatus({ DeletionTaskId })).toEqual({ Status: 'SUCCEEDED' })
})
