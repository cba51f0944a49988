import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider'
import { clientOfPool, findClient } from '../clients'
import { type CognitoOperations, notEmulated } from '../operations'
import { answerCustom, answerPasswordVerifier } from './custom'
import { answerNewPassword } from './new-password'
import type { AuthAnswer, SignIn } from './sign-in'

export const RespondToAuthChallenge: CognitoOperations['RespondToAuthChallenge'] = (input, call) =>
  answer(
    { ...findClient(call, input.ClientId), parameters: input.ChallengeResponses ?? {}, clientMetadata: input.ClientMetadata },
    input.ChallengeName,
    input.Session,
  )

export const AdminRespondToAuthChallenge: CognitoOperations['AdminRespondToAuthChallenge'] = (input, call) =>
  answer(
    {
      ...clientOfPool(call, input.UserPoolId, input.ClientId),
      parameters: input.ChallengeResponses ?? {},
      clientMetadata: input.ClientMetadata,
    },
    input.ChallengeName,
    input.Session,
  )

function answer(signIn: SignIn, challenge: ChallengeNameType | undefined, session: string | undefined): Promise<AuthAnswer> {
  switch (challenge) {
    case 'PASSWORD_VERIFIER':
      return answerPasswordVerifier(signIn)
    case 'NEW_PASSWORD_REQUIRED':
      return answerNewPassword(signIn, session)
    case 'CUSTOM_CHALLENGE':
      return answerCustom(signIn, session)
    default:
      throw notEmulated(`the challenge ${challenge} of cognito-idp:RespondToAuthChallenge`)
  }
}
