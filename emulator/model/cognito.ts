import type * as sdk from '@aws-sdk/client-cognito-identity-provider'
import type { Strict } from './apigateway'

/** An RSA key in the form of RFC 7517, with all its private members. */
export interface SigningKey {
  readonly kty: 'RSA'
  readonly kid: string
  readonly n: string
  readonly e: string
  readonly d: string
  readonly p: string
  readonly q: string
  readonly dp: string
  readonly dq: string
  readonly qi: string
}

export interface UserPoolRecord {
  /** What DescribeUserPool answers, but for the domain and the number of users. */
  readonly pool: Strict<
    Omit<sdk.UserPoolType, 'Domain' | 'CustomDomain' | 'EstimatedNumberOfUsers'>,
    | 'Id'
    | 'Name'
    | 'Arn'
    | 'CreationDate'
    | 'LastModifiedDate'
    | 'SchemaAttributes'
    | 'Policies'
    | 'LambdaConfig'
    | 'AdminCreateUserConfig'
    | 'MfaConfiguration'
    | 'DeletionProtection'
    | 'UserPoolTags'
  >
  /** Whether users may be asked for codes of a software token; kept, and not asked for. */
  readonly softwareTokenMfa?: boolean
  /** Signs the tokens and seals refresh tokens; made when the first token or the key set is asked for. */
  readonly signingKey?: SigningKey
}

export type UserPoolClientRecord = Strict<
  sdk.UserPoolClientType,
  | 'UserPoolId'
  | 'ClientId'
  | 'ClientName'
  | 'CreationDate'
  | 'LastModifiedDate'
  | 'RefreshTokenValidity'
  | 'EnableTokenRevocation'
  | 'AuthSessionValidity'
  | 'AllowedOAuthFlowsUserPoolClient'
>

export type UserPoolDomainRecord = Strict<sdk.DomainDescriptionType, 'Domain' | 'UserPoolId' | 'AWSAccountId' | 'Status'>
export type ResourceServerRecord = Strict<sdk.ResourceServerType, 'Identifier' | 'Name' | 'UserPoolId'>
export type UserPoolGroupRecord = Strict<sdk.GroupType, 'GroupName' | 'UserPoolId' | 'CreationDate' | 'LastModifiedDate'>

/** A password as SRP keeps it: only who knows it can make the verifier. Hexadecimal digits. */
export interface KeptPassword {
  readonly salt: string
  readonly verifier: string
}

/** What a code that was sent to a user is for. */
export type CodePurpose = 'SignUp' | 'ForgotPassword' | 'email' | 'phone_number'

export interface UserPoolUserRecord {
  /** As AWS keeps it: the `sub` where users sign in with an e-mail address or telephone number. */
  readonly username: string
  /** By name, `sub` among them. */
  readonly attributes: Readonly<Record<string, string>>
  readonly status: sdk.UserStatusType
  readonly enabled: boolean
  readonly createdAt: Date
  readonly modifiedAt: Date
  readonly password?: KeptPassword
  /** When a temporary password ends, in epoch milliseconds. */
  readonly passwordEndsAt?: number
  /** When each code that was sent ends, in epoch milliseconds. */
  readonly codes: Readonly<Partial<Record<CodePurpose, number>>>
  /** Names of groups, in the order in which the user was added. */
  readonly groups: readonly string[]
}

/** A sign-in that has not ended: refresh tokens and access tokens of it hold as long as it is there. */
export interface UserPoolSessionRecord {
  readonly clientId: string
  /** Seconds since the epoch. */
  readonly authTime: number
  /** When its refresh tokens end, in epoch milliseconds. */
  readonly expiresAt: number
  /** Of the access tokens; absent where the user signed in by the API. */
  readonly scopes?: readonly string[]
  /** How often the refresh token was rotated, and when last, in epoch milliseconds. */
  readonly rotations: number
  readonly rotatedAt?: number
}
