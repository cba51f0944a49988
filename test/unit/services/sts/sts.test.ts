import { iam } from '../../../../emulator/services/iam'
import { bind } from '../../../../emulator/services/operations'
import { sts } from '../../../../emulator/services/sts'
import { TEST_TIME, testCall } from '../../../support/call'
import { failure } from '../../../support/failure'

const ACCOUNT = '123456789012'
const arn = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:role/${name}`
const TRUST = JSON.stringify({ Version: '2012-10-17', Statement: [] })

function account() {
  const call = testCall()
  return { ...bind(sts.operations, call), iam: bind(iam.operations, call), call }
}
const token = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`

test('who calls, and temporary keys that lead back to their account', async () => {
  const { GetCallerIdentity, GetSessionToken, GetAccessKeyInfo } = account()
  expect(await GetCallerIdentity({})).toEqual({ UserId: ACCOUNT, Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:root` })
  const { Credentials } = await GetSessionToken({ DurationSeconds: 900 })
  expect(Credentials).toEqual({
    AccessKeyId: expect.stringMatching(/^ASIA[A-Z0-9]{16}$/),
    SecretAccessKey: expect.stringMatching(/^.{40}$/),
    SessionToken: expect.any(String),
    Expiration: new Date(TEST_TIME + 900_000),
  })
  expect(await GetAccessKeyInfo({ AccessKeyId: Credentials?.AccessKeyId })).toEqual({ Account: ACCOUNT })
  const other = bind(sts.operations, testCall({ account: '000000000007' }))
  const { Credentials: others } = await other.GetSessionToken({})
  expect(await GetAccessKeyInfo({ AccessKeyId: others?.AccessKeyId })).toEqual({ Account: '000000000007' })
})

test('roles: those that are there, those of the CDK without a bootstrap, and those of other accounts', async () => {
  const { AssumeRole, iam: roles } = account()
  const { Role } = await roles.CreateRole({ RoleName: 'app', Path: '/team/', AssumeRolePolicyDocument: TRUST, MaxSessionDuration: 3600 })
  const assume = (RoleArn: string | undefined) => AssumeRole({ RoleArn, RoleSessionName: 'me' })
  expect((await assume(Role?.Arn)).AssumedRoleUser).toEqual({
    AssumedRoleId: `${Role?.RoleId}:me`,
    Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/app/me`,
  })
  for (const kind of ['deploy', 'file-publishing', 'lookup', 'cfn-exec', 'image-publishing']) {
    const { Credentials } = await assume(arn(`cdk-hnb659fds-${kind}-role-${ACCOUNT}-us-east-1`))
    expect(Credentials?.Expiration).toEqual(new Date(TEST_TIME + 3_600_000))
  }
  expect((await assume(arn('theirs', '999999999999'))).AssumedRoleUser?.Arn).toBe('arn:aws:sts::999999999999:assumed-role/theirs/me')
  const failures: [() => unknown, RegExp][] = [
    [
      () => assume(arn('none')),
      /^403 AccessDenied: User: arn:aws:iam::123456789012:root is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role\/none$/,
    ],
    [() => assume(arn('app')), /^403 AccessDenied/],
    [() => assume('app'), /^400 ValidationError: app is invalid$/],
    [() => AssumeRole({ RoleArn: Role?.Arn, RoleSessionName: 'a b' }), /^400 ValidationError: .*'roleSessionName'/],
    [() => AssumeRole({ RoleArn: Role?.Arn, RoleSessionName: 'me', DurationSeconds: 60 }), /greater than or equal to 900$/],
    [() => AssumeRole({ RoleArn: Role?.Arn, RoleSessionName: 'me', DurationSeconds: 7200 }), /exceeds the MaxSessionDuration/],
  ]
  for (const [run, text] of failures) expect(await failure(run)).toMatch(text)
})

test('a web identity: what its token says is answered; one that is none or is over is refused', async () => {
  const { AssumeRoleWithWebIdentity } = account()
  const assume = (WebIdentityToken: string, name = `cdk-hnb659fds-deploy-role-${ACCOUNT}-us-east-1`) =>
    AssumeRoleWithWebIdentity({ RoleArn: arn(name), RoleSessionName: 'ci', WebIdentityToken })
  const seconds = TEST_TIME / 1000
  expect(await assume(token({ sub: 'repo:a/b', aud: ['sts.amazonaws.com'], iss: 'https://issuer', exp: seconds + 1 }))).toMatchObject({
    SubjectFromWebIdentityToken: 'repo:a/b',
    Audience: 'sts.amazonaws.com',
    Provider: 'https://issuer',
    Credentials: { AccessKeyId: expect.stringMatching(/^ASIA/) },
  })
  expect(await failure(() => assume(token({ sub: 's', exp: seconds })))).toMatch(/^400 ExpiredTokenException: Token expired/)
  for (const bad of ['x', 'a.b.c', token({ iss: 'no subject' })])
    expect(await failure(() => assume(bad))).toMatch(/^400 InvalidIdentityToken/)
  expect(await failure(() => assume(token({ sub: 's' }), 'none'))).toBe(
    '403 AccessDenied: Not authorized to perform: sts:AssumeRoleWithWebIdentity',
  )
})
