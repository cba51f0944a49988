import * as sdk from '@aws-sdk/client-cognito-identity-provider'
import {
  CognitoIdentityProviderClient,
  type CreateUserPoolClientRequest,
  type CreateUserPoolRequest,
} from '@aws-sdk/client-cognito-identity-provider'
import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose'
import { type EmulateOptions, emulate, type Gateway, type TemplateObject } from '../../../../emulator/testing/index'

/** A password that every policy of these tests allows. */
export const PASSWORD = 'Correct-Horse-9'

type Commands = typeof sdk
type Name = { [K in keyof Commands]: K extends `${infer N}Command` ? N : never }[keyof Commands]
type InputOf<N extends Name> = Commands[`${N}Command` & keyof Commands] extends new (input: infer Input) => unknown ? Input : never
type OutputOf<N extends Name> = Commands[`${N}Command` & keyof Commands] extends new (
  ...args: never[]
) => { resolveMiddleware: (...rest: never[]) => (...rest: never[]) => Promise<{ output: infer Output }> }
  ? Output
  : never

/** An emulator with its Cognito, by AWS's own client over a port. */
export interface Account extends AsyncDisposable {
  readonly gateway: Gateway
  /** Calls an operation by name. */
  send<N extends Name>(name: N, input: InputOf<N>): Promise<OutputOf<N>>
  /** How an operation fails: `Name: message`. */
  failure<N extends Name>(name: N, input: InputOf<N>): Promise<string>
  /** A request to the port. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** The claims of a token, its signature and times verified by the pool's key set. */
  verified(token: string | undefined): Promise<JWTPayload>
}

/** A template must have something. */
const EMPTY: TemplateObject = { Resources: { Nothing: { Type: 'AWS::CloudFormation::WaitConditionHandle' } } }

/** Starts an emulator whose clock stands, on a free port. `region` is the client's. */
export async function startAccount(template: TemplateObject = EMPTY, options: EmulateOptions = {}, region = 'us-east-1'): Promise<Account> {
  const gateway = await emulate(template, { clock: 'manual', port: 0, ...options })
  const url = gateway.url ?? ''
  const client = new CognitoIdentityProviderClient({
    region,
    endpoint: url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
  const send = (name: string, input: unknown) => {
    const Command = (sdk as unknown as Record<string, new (input: unknown) => never>)[`${name}Command`] as new (input: unknown) => never
    return client.send(new Command(input)) as Promise<never>
  }
  const stop = async () => {
    client.destroy()
    await gateway.stop()
  }
  return {
    gateway,
    send,
    failure: (name, input) =>
      send(name, input).then(
        () => 'no failure',
        (error: Error) => `${error.name}: ${error.message}`,
      ),
    fetch: (path, init) => fetch(`${url}${path}`, { redirect: 'manual', ...init }),
    verified: async (token = '') => {
      const { iss } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { iss: string }
      const keys = await fetch(`${url}/_aws/cognito-idp/${iss.split('/').at(-1)}/.well-known/jwks.json`)
      const set = createLocalJWKSet((await keys.json()) as JSONWebKeySet)
      const { payload } = await jwtVerify(token, set, { algorithms: ['RS256'], currentDate: gateway.clock.now() })
      return payload
    },
    [Symbol.asyncDispose]: stop,
  }
}

/** A pool with one client. */
export async function makePool(
  account: Account,
  pool: Partial<CreateUserPoolRequest> = {},
  client: Partial<CreateUserPoolClientRequest> = {},
): Promise<{ readonly UserPoolId: string; readonly ClientId: string; readonly ClientSecret: string | undefined }> {
  const { UserPool } = await account.send('CreateUserPool', { PoolName: 'people', ...pool })
  const UserPoolId = UserPool?.Id ?? ''
  const { UserPoolClient } = await account.send('CreateUserPoolClient', {
    UserPoolId,
    ClientName: 'app',
    ExplicitAuthFlows: [
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_CUSTOM_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    ],
    ...client,
  })
  return { UserPoolId, ClientId: UserPoolClient?.ClientId ?? '', ClientSecret: UserPoolClient?.ClientSecret }
}

/** A confirmed user with `PASSWORD`. */
export async function makeUser(
  account: Account,
  UserPoolId: string,
  Username: string,
  attributes: Readonly<Record<string, string>> = {},
): Promise<string> {
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }))
  const { User } = await account.send('AdminCreateUser', { UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' })
  await account.send('AdminSetUserPassword', { UserPoolId, Username, Password: PASSWORD, Permanent: true })
  return User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? ''
}

/** Signs in with a password in clear. */
export async function signIn(account: Account, ClientId: string, USERNAME: string, PASSWORD_: string = PASSWORD) {
  const { AuthenticationResult } = await account.send('InitiateAuth', {
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD: PASSWORD_ },
  })
  const { AccessToken = '', IdToken = '', RefreshToken = '', ...others } = AuthenticationResult ?? {}
  return { AccessToken, IdToken, RefreshToken, ...others }
}
