import type { GatewayResponse } from '../../../gateway/exchange'
import type { UserPoolUserRecord } from '../../../model/cognito'
import { AwsError } from '../../../model/errors'
import { keepChallenge } from '../auth/challenges'
import { setNewPassword, takeForNewPassword } from '../auth/new-password'
import { provePassword } from '../auth/password'
import { afterSignIn, checkConfirmed, checkTemporary, type SignIn } from '../auth/sign-in'
import { answerFault, grant } from './authorize'
import { type AuthorizeRequest, readAuthorizeRequest } from './authorize-request'
import { rememberUser } from './browser-session'
import { redirect, type Visit, withParameters } from './exchange'
import { newPasswordPage, signInPage } from './pages'

/** The page for signing in. */
export function showLogin(visit: Visit): GatewayResponse {
  const request = readAuthorizeRequest(visit)
  return 'client' in request ? signInPage(visit.poolRecord.pool.Name) : answerFault(visit, request)
}

/** Signs a user in by what they typed: name and password, or a new password in place of a temporary one. */
export async function login(visit: Visit): Promise<GatewayResponse> {
  const request = readAuthorizeRequest(visit)
  if (!('client' in request)) return answerFault(visit, request)
  const { call, poolRecord, form } = visit
  const signIn: SignIn = { call, poolRecord, client: request.client, parameters: {} }
  const session = form.get('session')
  try {
    return session === null ? await withPassword(visit, request, signIn) : await withNewPassword(visit, request, signIn, session)
  } catch (error) {
    if (!(error instanceof AwsError) || error.status >= 500) throw error
    return refused(visit, request, error)
  }
}

async function withPassword(visit: Visit, request: AuthorizeRequest, signIn: SignIn): Promise<GatewayResponse> {
  const { form } = visit
  const user = await provePassword(signIn, form.get('username') ?? '', form.get('password') ?? '')
  checkConfirmed(user)
  if (user.status !== 'FORCE_CHANGE_PASSWORD') return finish(visit, request, signIn, user)
  checkTemporary(signIn, user)
  return newPasswordPage(user.username, await keepChallenge(signIn, user.username, { name: 'NEW_PASSWORD_REQUIRED' }))
}

async function withNewPassword(visit: Visit, request: AuthorizeRequest, signIn: SignIn, session: string): Promise<GatewayResponse> {
  const password = visit.form.get('new_password') ?? ''
  const { username, poolId } = await takeForNewPassword(signIn, session, password)
  return finish(visit, request, signIn, setNewPassword(signIn, visit.call.records.userPoolUsers.get(username, poolId), password))
}

async function finish(visit: Visit, request: AuthorizeRequest, signIn: SignIn, proved: UserPoolUserRecord): Promise<GatewayResponse> {
  const user = await afterSignIn(signIn, proved)
  const authTime = Math.floor(visit.call.clock.now() / 1000)
  return grant(visit, request, user, authTime, await rememberUser(visit, user))
}

/**
 * What triggers say goes to the application (Cognito developer guide, "Customizing user pool workflows with Lambda triggers"); all else
 * the user reads. Uncertain: the status of the page.
 */
function refused({ poolRecord, form }: Visit, { redirectUri, state }: AuthorizeRequest, error: AwsError): GatewayResponse {
  if (error.code.includes('Lambda')) {
    return redirect(withParameters(redirectUri, { error_description: error.message, error: 'invalid_request', state }))
  }
  const fault = { status: 400, message: error.message }
  const session = form.get('session')
  return session !== null && error.code === 'InvalidPasswordException'
    ? newPasswordPage(form.get('username') ?? '', session, fault)
    : signInPage(poolRecord.pool.Name, fault)
}
