import type * as sdk from '@aws-sdk/client-cognito-identity-provider'
import { type Operations, operationsIn, type Service } from '../operations'

/** Amazon Cognito user pools: every operation that is served. */
const operations = {
  ...operationsIn(
    () => require('./admin-users') as typeof import('./admin-users'),
    [
      'AdminConfirmSignUp',
      'AdminCreateUser',
      'AdminDeleteUser',
      'AdminDeleteUserAttributes',
      'AdminDisableUser',
      'AdminEnableUser',
      'AdminGetUser',
      'AdminResetUserPassword',
      'AdminSetUserPassword',
      'AdminUpdateUserAttributes',
    ],
  ),
  ...operationsIn(() => require('./auth/initiate') as typeof import('./auth/initiate'), ['AdminInitiateAuth', 'InitiateAuth']),
  ...operationsIn(() => require('./auth/refresh') as typeof import('./auth/refresh'), ['GetTokensFromRefreshToken']),
  ...operationsIn(
    () => require('./auth/respond') as typeof import('./auth/respond'),
    ['AdminRespondToAuthChallenge', 'RespondToAuthChallenge'],
  ),
  ...operationsIn(
    () => require('./clients') as typeof import('./clients'),
    ['CreateUserPoolClient', 'DeleteUserPoolClient', 'DescribeUserPoolClient', 'ListUserPoolClients', 'UpdateUserPoolClient'],
  ),
  ...operationsIn(
    () => require('./domains') as typeof import('./domains'),
    ['CreateUserPoolDomain', 'DeleteUserPoolDomain', 'DescribeUserPoolDomain', 'UpdateUserPoolDomain'],
  ),
  ...operationsIn(() => require('./forgot-password') as typeof import('./forgot-password'), ['ConfirmForgotPassword', 'ForgotPassword']),
  ...operationsIn(
    () => require('./groups') as typeof import('./groups'),
    [
      'AdminAddUserToGroup',
      'AdminListGroupsForUser',
      'AdminRemoveUserFromGroup',
      'CreateGroup',
      'DeleteGroup',
      'GetGroup',
      'ListGroups',
      'ListUsersInGroup',
      'UpdateGroup',
    ],
  ),
  ...operationsIn(() => require('./list-users') as typeof import('./list-users'), ['ListUsers']),
  ...operationsIn(() => require('./mfa') as typeof import('./mfa'), ['GetUserPoolMfaConfig', 'SetUserPoolMfaConfig']),
  ...operationsIn(
    () => require('./own-account') as typeof import('./own-account'),
    [
      'ChangePassword',
      'DeleteUser',
      'DeleteUserAttributes',
      'GetUser',
      'GetUserAttributeVerificationCode',
      'UpdateUserAttributes',
      'VerifyUserAttribute',
    ],
  ),
  ...operationsIn(
    () => require('./resource-servers') as typeof import('./resource-servers'),
    ['CreateResourceServer', 'DeleteResourceServer', 'DescribeResourceServer', 'ListResourceServers', 'UpdateResourceServer'],
  ),
  ...operationsIn(() => require('./sign-out') as typeof import('./sign-out'), ['AdminUserGlobalSignOut', 'GlobalSignOut', 'RevokeToken']),
  ...operationsIn(() => require('./sign-up') as typeof import('./sign-up'), ['ConfirmSignUp', 'ResendConfirmationCode', 'SignUp']),
  ...operationsIn(() => require('./tags') as typeof import('./tags'), ['ListTagsForResource', 'TagResource', 'UntagResource']),
  ...operationsIn(
    () => require('./user-pools') as typeof import('./user-pools'),
    ['AddCustomAttributes', 'CreateUserPool', 'DeleteUserPool', 'DescribeUserPool', 'ListUserPools', 'UpdateUserPool'],
  ),
}

export const cognitoIdp = { name: 'cognito-idp', operations } satisfies Service<Partial<Operations<typeof sdk>>>
