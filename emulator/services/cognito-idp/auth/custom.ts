import type { UserPoolUserRecord } from '../../../model/cognito'
import { cognitoError, invalidParameter, userNotFound, wrongPassword } from '../operations'
import { callTrigger, textMap, triggerAttributes } from '../triggers'
import { findUser } from '../users'
import { type ChallengeResult, challengedUser, keepChallenge, takeChallenge } from './challenges'
import { afterPassword } from './password'
import { proveSrp, srpChallenge } from './secure-password'
import {
  type AuthAnswer,
  beforeSignIn,
  checkConfirmed,
  completeSignIn,
  hidesUsers,
  parameter,
  provenUsername,
  type SignIn,
} from './sign-in'

/** Where a custom flow stands. `user` is undefined for one who is not there, which the triggers are told and the caller is not. */
interface Flow {
  readonly signIn: SignIn
  readonly name: string
  readonly user: UserPoolUserRecord | undefined
  readonly results: readonly ChallengeResult[]
}

/** Begins CUSTOM_AUTH; with `CHALLENGE_NAME` SRP_A the password is proved first. */
export async function beginCustom(signIn: SignIn): Promise<AuthAnswer> {
  const name = provenUsername(signIn)
  if (!signIn.poolRecord.pool.LambdaConfig.DefineAuthChallenge) {
    throw invalidParameter('Custom auth lambda trigger is not configured for the user pool.')
  }
  const user = await beforeSignIn(signIn, name, findUser(signIn.call, signIn.poolRecord, name))
  if (user === undefined && !hidesUsers(signIn)) throw userNotFound()
  if (user !== undefined) checkConfirmed(user)
  const withSrp = signIn.parameters['CHALLENGE_NAME'] === 'SRP_A'
  const results = withSrp ? [{ challengeName: 'SRP_A', challengeResult: true }] : []
  return define({ signIn, name, user, results })
}

/** Goes on after a custom challenge was answered. */
export async function answerCustom(signIn: SignIn, session: string | undefined): Promise<AuthAnswer> {
  const answer = parameter(signIn, 'ANSWER')
  const challenge = await takeChallenge(signIn, 'CUSTOM_CHALLENGE', session)
  const flow: Flow = { signIn, name: challenge.username, user: challengedUser(signIn, challenge), results: challenge.results ?? [] }
  const response = await ask(flow, 'VerifyAuthChallengeResponse', {
    request: { privateChallengeParameters: challenge.privateParameters ?? {}, challengeAnswer: answer },
    response: { answerCorrect: null },
  })
  const result: ChallengeResult = {
    challengeName: 'CUSTOM_CHALLENGE',
    challengeResult: response['answerCorrect'] === true,
    ...(challenge.metadata === undefined ? {} : { challengeMetadata: challenge.metadata }),
  }
  return define({ ...flow, results: [...flow.results, result] })
}

/** A PASSWORD_VERIFIER is answered: it ends a sign-in by SRP, or is a step of a custom flow. */
export async function answerPasswordVerifier(signIn: SignIn): Promise<AuthAnswer> {
  const { user, challenge } = await proveSrp(signIn)
  if (challenge.results === undefined) return afterPassword(signIn, user)
  const result = { challengeName: 'PASSWORD_VERIFIER', challengeResult: true }
  return define({ signIn, name: user.username, user, results: [...challenge.results, result] })
}

/** Asks the state machine of the pool what comes next. */
async function define(flow: Flow): Promise<AuthAnswer> {
  const { signIn, name, user, results } = flow
  const { challengeName, issueTokens, failAuthentication } = await ask(flow, 'DefineAuthChallenge', {
    request: { session: results },
    response: { challengeName: null, issueTokens: null, failAuthentication: null },
  })
  if (failAuthentication === true) throw wrongPassword()
  if (issueTokens === true) {
    if (user === undefined) throw wrongPassword()
    return completeSignIn(signIn, user)
  }
  if (challengeName === 'PASSWORD_VERIFIER') return srpChallenge(signIn, name, user, parameter(signIn, 'SRP_A'), results)
  if (challengeName !== 'CUSTOM_CHALLENGE') throw cognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output')
  return create(flow)
}

async function create(flow: Flow): Promise<AuthAnswer> {
  const { signIn, name, user, results } = flow
  const made = await ask(flow, 'CreateAuthChallenge', {
    request: { challengeName: 'CUSTOM_CHALLENGE', session: results },
    response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
  })
  const metadata = made['challengeMetadata']
  const username = user?.username ?? name
  const session = await keepChallenge(signIn, username, {
    name: 'CUSTOM_CHALLENGE',
    results,
    privateParameters: textMap(made['privateChallengeParameters']),
    ...(typeof metadata === 'string' ? { metadata } : {}),
  })
  return {
    ChallengeName: 'CUSTOM_CHALLENGE',
    Session: session,
    ChallengeParameters: { ...textMap(made['publicChallengeParameters']), USERNAME: username },
  }
}

/** Calls a trigger of the flow; one that the pool lacks ends it. */
async function ask(
  { signIn, name, user }: Flow,
  trigger: 'DefineAuthChallenge' | 'CreateAuthChallenge' | 'VerifyAuthChallengeResponse',
  { request, response }: { readonly request: Readonly<Record<string, unknown>>; readonly response: Readonly<Record<string, unknown>> },
): Promise<Record<string, unknown>> {
  const { call, poolRecord, client, clientMetadata } = signIn
  const answer = await callTrigger(call, poolRecord, trigger, {
    source: `${trigger}_Authentication`,
    username: user?.username ?? name,
    clientId: client.ClientId,
    request: {
      userAttributes: user === undefined ? {} : triggerAttributes(user),
      ...request,
      ...(clientMetadata === undefined ? {} : { clientMetadata }),
      ...(hidesUsers(signIn) ? { userNotFound: user === undefined } : {}),
    },
    response,
  })
  if (answer === undefined) throw invalidParameter('Custom auth lambda trigger is not configured for the user pool.')
  return answer
}
