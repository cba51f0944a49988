import type * as sdk from '@aws-sdk/client-cognito-identity-provider'
import type { Operations, Service } from '../operations'
import * as adminUsers from './admin-users'
import * as initiate from './auth/initiate'
import * as refresh from './auth/refresh'
import * as respond from './auth/respond'
import * as clients from './clients'
import * as domains from './domains'
import * as forgotPassword from './forgot-password'
import * as groups from './groups'
import * as listUsers from './list-users'
import * as mfa from './mfa'
import * as ownAccount from './own-account'
import * as resourceServers from './resource-servers'
import * as signOut from './sign-out'
import * as signUp from './sign-up'
import * as tags from './tags'
import * as userPools from './user-pools'

export { poolEndpoint } from './hosted/endpoints'
export { mintToken, type TokenWish } from './tokens/mint'

/** Amazon Cognito user pools: every operation that is served. */
const operations = {
  AddCustomAttributes: userPools.AddCustomAttributes,
  AdminAddUserToGroup: groups.AdminAddUserToGroup,
  AdminConfirmSignUp: adminUsers.AdminConfirmSignUp,
  AdminCreateUser: adminUsers.AdminCreateUser,
  AdminDeleteUser: adminUsers.AdminDeleteUser,
  AdminDeleteUserAttributes: adminUsers.AdminDeleteUserAttributes,
  AdminDisableUser: adminUsers.AdminDisableUser,
  AdminEnableUser: adminUsers.AdminEnableUser,
  AdminGetUser: adminUsers.AdminGetUser,
  AdminInitiateAuth: initiate.AdminInitiateAuth,
  AdminListGroupsForUser: groups.AdminListGroupsForUser,
  AdminRemoveUserFromGroup: groups.AdminRemoveUserFromGroup,
  AdminResetUserPassword: adminUsers.AdminResetUserPassword,
  AdminRespondToAuthChallenge: respond.AdminRespondToAuthChallenge,
  AdminSetUserPassword: adminUsers.AdminSetUserPassword,
  AdminUpdateUserAttributes: adminUsers.AdminUpdateUserAttributes,
  AdminUserGlobalSignOut: signOut.AdminUserGlobalSignOut,
  ChangePassword: ownAccount.ChangePassword,
  ConfirmForgotPassword: forgotPassword.ConfirmForgotPassword,
  ConfirmSignUp: signUp.ConfirmSignUp,
  CreateGroup: groups.CreateGroup,
  CreateResourceServer: resourceServers.CreateResourceServer,
  CreateUserPool: userPools.CreateUserPool,
  CreateUserPoolClient: clients.CreateUserPoolClient,
  CreateUserPoolDomain: domains.CreateUserPoolDomain,
  DeleteGroup: groups.DeleteGroup,
  DeleteResourceServer: resourceServers.DeleteResourceServer,
  DeleteUser: ownAccount.DeleteUser,
  DeleteUserAttributes: ownAccount.DeleteUserAttributes,
  DeleteUserPool: userPools.DeleteUserPool,
  DeleteUserPoolClient: clients.DeleteUserPoolClient,
  DeleteUserPoolDomain: domains.DeleteUserPoolDomain,
  DescribeResourceServer: resourceServers.DescribeResourceServer,
  DescribeUserPool: userPools.DescribeUserPool,
  DescribeUserPoolClient: clients.DescribeUserPoolClient,
  DescribeUserPoolDomain: domains.DescribeUserPoolDomain,
  ForgotPassword: forgotPassword.ForgotPassword,
  GetGroup: groups.GetGroup,
  GetTokensFromRefreshToken: refresh.GetTokensFromRefreshToken,
  GetUser: ownAccount.GetUser,
  GetUserAttributeVerificationCode: ownAccount.GetUserAttributeVerificationCode,
  GetUserPoolMfaConfig: mfa.GetUserPoolMfaConfig,
  GlobalSignOut: signOut.GlobalSignOut,
  InitiateAuth: initiate.InitiateAuth,
  ListGroups: groups.ListGroups,
  ListResourceServers: resourceServers.ListResourceServers,
  ListTagsForResource: tags.ListTagsForResource,
  ListUserPoolClients: clients.ListUserPoolClients,
  ListUserPools: userPools.ListUserPools,
  ListUsers: listUsers.ListUsers,
  ListUsersInGroup: groups.ListUsersInGroup,
  ResendConfirmationCode: signUp.ResendConfirmationCode,
  RespondToAuthChallenge: respond.RespondToAuthChallenge,
  RevokeToken: signOut.RevokeToken,
  SetUserPoolMfaConfig: mfa.SetUserPoolMfaConfig,
  SignUp: signUp.SignUp,
  TagResource: tags.TagResource,
  UntagResource: tags.UntagResource,
  UpdateGroup: groups.UpdateGroup,
  UpdateResourceServer: resourceServers.UpdateResourceServer,
  UpdateUserAttributes: ownAccount.UpdateUserAttributes,
  UpdateUserPool: userPools.UpdateUserPool,
  UpdateUserPoolClient: clients.UpdateUserPoolClient,
  UpdateUserPoolDomain: domains.UpdateUserPoolDomain,
  VerifyUserAttribute: ownAccount.VerifyUserAttribute,
}

export const cognitoIdp = { name: 'cognito-idp', operations } satisfies Service<Partial<Operations<typeof sdk>>>
