import { createHash } from 'node:crypto'
import type { KeptPassword, UserPoolUserRecord } from '../../../model/cognito'
import { sameText } from '../client-secret'
import { invalidParameter, userNotFound, wrongPassword } from '../operations'
import { claimSignature, isPublicValue, publicValue } from '../srp'
import { findUser } from '../users'
import { type Challenge, type ChallengeResult, challengedUser, keepChallenge, takeChallenge } from './challenges'
import { checkPasswordOf } from './password'
import { type AuthAnswer, beforeSignIn, hidesUsers, parameter, provenUsername, type SignIn } from './sign-in'

/** Begins USER_SRP_AUTH: the client sends its public value and gets the server's. */
export async function beginSrp(signIn: SignIn): Promise<AuthAnswer> {
  const name = provenUsername(signIn)
  const user = await beforeSignIn(signIn, name, findUser(signIn.call, signIn.poolRecord, name))
  if (user === undefined && !hidesUsers(signIn)) throw userNotFound()
  return srpChallenge(signIn, name, user, parameter(signIn, 'SRP_A'))
}

/**
 * The challenge PASSWORD_VERIFIER. For a user who is not there it is made up, the same salt and id each time (RFC 5054, section 2.5.1.3).
 * `results` makes it a step of a custom flow.
 */
export async function srpChallenge(
  signIn: SignIn,
  name: string,
  user: UserPoolUserRecord | undefined,
  clientValue: string,
  results?: readonly ChallengeResult[],
): Promise<AuthAnswer> {
  if (!isPublicValue(clientValue)) throw invalidParameter('SRP_A is not a valid public value.')
  const poolId = signIn.poolRecord.pool.Id
  const { salt, verifier } = user?.password ?? simulatedPassword(poolId, name)
  const username = user?.username ?? (signIn.poolRecord.pool.UsernameAttributes === undefined ? name : simulatedId(poolId, name))
  const serverSecret = signIn.call.ids.hex(64)
  const serverValue = publicValue(verifier, serverSecret)
  const srp = { clientValue, serverValue, serverSecret }
  const block = await keepChallenge(signIn, username, { name: 'PASSWORD_VERIFIER', srp, ...(results === undefined ? {} : { results }) })
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ...(results === undefined ? {} : { Session: block }),
    ChallengeParameters: { SALT: salt, SECRET_BLOCK: block, SRP_B: serverValue, USERNAME: username, USER_ID_FOR_SRP: username },
  }
}

/** The user and the challenge of a PASSWORD_VERIFIER whose signature is right. The secret block finds the challenge. */
export async function proveSrp(signIn: SignIn): Promise<{ readonly user: UserPoolUserRecord; readonly challenge: Challenge }> {
  const block = parameter(signIn, 'PASSWORD_CLAIM_SECRET_BLOCK')
  const signature = parameter(signIn, 'PASSWORD_CLAIM_SIGNATURE')
  const timestamp = parameter(signIn, 'TIMESTAMP')
  const challenge = await takeChallenge(signIn, 'PASSWORD_VERIFIER', block)
  const user = challengedUser(signIn, challenge)
  const { srp, poolId, username } = challenge
  const verifier = user?.password?.verifier
  if (user === undefined || verifier === undefined || srp === undefined) throw wrongPassword()
  await checkPasswordOf(signIn, user, () => sameText(claimSignature({ ...srp, verifier }, poolId, username, block, timestamp), signature))
  return { user, challenge }
}

/** Looks like what is kept of a password, and fits none. */
function simulatedPassword(poolId: string, name: string): KeptPassword {
  const hash = digest(`salt:${poolId}:${name}`)
  return { salt: hash.slice(0, 32), verifier: hash.repeat(12) }
}

function simulatedId(poolId: string, name: string): string {
  const hash = digest(`id:${poolId}:${name}`)
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
