import type { AuthFlowType } from '@aws-sdk/client-cognito-identity-provider'
import { clientOfPool, findClient } from '../clients'
import { type CognitoOperations, invalidParameter, notEmulated } from '../operations'
import { beginCustom } from './custom'
import { checkFlow } from './flows'
import { signInWithPassword } from './password'
import { refresh } from './refresh'
import { beginSrp } from './secure-password'
import type { AuthAnswer, SignIn } from './sign-in'

export const InitiateAuth: CognitoOperations['InitiateAuth'] = (input, call) => {
  const signIn = { ...findClient(call, input.ClientId), parameters: input.AuthParameters ?? {}, validationData: input.ClientMetadata }
  if (input.AuthFlow === 'ADMIN_USER_PASSWORD_AUTH' || input.AuthFlow === 'ADMIN_NO_SRP_AUTH') {
    throw invalidParameter('Initiate Auth method not supported.')
  }
  return begin(signIn, input.AuthFlow)
}

export const AdminInitiateAuth: CognitoOperations['AdminInitiateAuth'] = (input, call) =>
  begin(
    {
      ...clientOfPool(call, input.UserPoolId, input.ClientId),
      parameters: input.AuthParameters ?? {},
      validationData: input.ClientMetadata,
    },
    input.AuthFlow,
  )

function begin(signIn: SignIn, flow: AuthFlowType | undefined): Promise<AuthAnswer> {
  const { client } = signIn
  switch (flow) {
    case 'USER_PASSWORD_AUTH':
      checkFlow(client, 'USER_PASSWORD_AUTH')
      return signInWithPassword(signIn)
    case 'ADMIN_USER_PASSWORD_AUTH':
    case 'ADMIN_NO_SRP_AUTH':
      checkFlow(client, 'ADMIN_USER_PASSWORD_AUTH')
      return signInWithPassword(signIn)
    case 'USER_SRP_AUTH':
      checkFlow(client, 'USER_SRP_AUTH')
      return beginSrp(signIn)
    case 'CUSTOM_AUTH':
      checkFlow(client, 'CUSTOM_AUTH')
      return beginCustom(signIn)
    case 'REFRESH_TOKEN':
    case 'REFRESH_TOKEN_AUTH':
      checkFlow(client, 'REFRESH_TOKEN_AUTH')
      return refresh(signIn)
    default:
      throw notEmulated(`the flow ${flow} of cognito-idp:InitiateAuth`)
  }
}
