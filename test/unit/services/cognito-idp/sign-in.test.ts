import { type Account, makePool, makeUser, signIn, startAccount } from './account'

let account: Account

beforeAll(async () => {
  account = await startAccount()
})
afterAll(() => account[Symbol.asyncDispose]())

test('a user signs in with a password, and reads their own account', async () => {
  const { UserPoolId, ClientId } = await makePool(account)
  await makeUser(account, UserPoolId, 'ada', { email: 'ada@example.com' })
  const { AccessToken } = await signIn(account, ClientId, 'ada')
  expect(await account.send('GetUser', { AccessToken })).toMatchObject({
    Username: 'ada',
    UserAttributes: expect.arrayContaining([{ Name: 'email', Value: 'ada@example.com' }]),
  })
})
