import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { emulate } from '../../../../emulator/testing/index'
import { signIn, startAccount } from './account'

const FILE = join(__dirname, '../../../fixtures/templates/cognito.yaml')

/** The fixture with its short forms written out. */
function template(changes: Readonly<Record<string, object>> = {}) {
  const customTags = [
    { tag: '!Ref', resolve: (name: string) => ({ Ref: name }) },
    { tag: '!GetAtt', resolve: (path: string) => ({ 'Fn::GetAtt': path.split('.') }) },
  ]
  const made = parse(readFileSync(FILE, 'utf8'), { customTags }) as { Resources: Record<string, { Properties: object }>; Outputs: object }
  for (const [name, properties] of Object.entries(changes)) Object.assign(made.Resources[name]?.Properties as object, properties)
  return made
}

test('from a template to a user who signs in, and an application with a token', async () => {
  await using account = await startAccount(template())
  expect(account.gateway.diagnostics).toEqual([])
  const { outputs } = account.gateway
  const arn = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_Shop12345'
  const provider = 'cognito-idp.us-east-1.amazonaws.com/us-east-1_Shop12345'
  const { AppId = '', MachineId = '', MachineSecret = '', PoolId = '' } = outputs
  expect(outputs).toMatchObject({
    PoolArn: arn,
    Provider: provider,
    ProviderUrl: `https://${provider}`,
    AppName: 'app',
    DomainName: 'shop-people',
  })
  await account.send('AdminSetUserPassword', { UserPoolId: PoolId, Username: 'ada@example.com', Password: 'engines4ever', Permanent: true })
  const { IdToken, ExpiresIn } = await signIn(account, AppId, 'ada@example.com', 'engines4ever')
  expect([ExpiresIn, await account.verified(IdToken)]).toEqual([
    600,
    expect.objectContaining({ email: 'ada@example.com', 'custom:tenant': 'engines', 'cognito:groups': ['admins'] }),
  ])
  const answer = await account.fetch('/_aws/cognito-idp/shop-people/oauth2/token', {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${MachineId}:${MachineSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials&scope=orders%2Fread',
  })
  const { access_token } = (await answer.json()) as { access_token: string }
  expect((await account.verified(access_token))['scope']).toBe('orders/read')
})

test.each<[string, string, object, RegExp]>([
  ['a second factor', 'People', { MfaConfiguration: 'ON' }, /MfaConfiguration.*answers 501/],
  [
    'a trigger of messages',
    'People',
    { LambdaConfig: { CustomMessage: 'arn:aws:lambda:us-east-1:000000000000:function:f' } },
    /CustomMessage.*123456/,
  ],
  [
    'other identity providers',
    'App',
    { SupportedIdentityProviders: ['COGNITO', 'Google'] },
    /SupportedIdentityProviders.*only users of the pool itself/,
  ],
  ['a page that is managed', 'Domain', { ManagedLoginVersion: 2 }, /ManagedLoginVersion.*a plain one/],
])('what is not done is said: %s', async (_what, name, properties, message) => {
  await using gateway = await emulate(template({ [name]: properties }))
  expect(gateway.diagnostics.map((diagnostic) => diagnostic.message)).toEqual([expect.stringMatching(message)])
})
