import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider'
import type { UserPoolRecord, UserPoolUserRecord } from '../../model/cognito'
import type { Call } from '../operations'
import { attributeMap } from './schema'
import { callTrigger, triggerAttributes } from './triggers'

/** What callers send along for triggers. */
interface Extras {
  readonly ValidationData?: AttributeType[] | undefined
  readonly ClientMetadata?: Readonly<Record<string, string>> | undefined
}

/** The PreSignUp trigger; answers its response. Without a client an administrator makes the user. */
export function beforeSignUp(
  call: Call,
  poolRecord: UserPoolRecord,
  { username, attributes }: UserPoolUserRecord,
  clientId: string | undefined,
  { ValidationData, ClientMetadata }: Extras,
): Promise<Record<string, unknown> | undefined> {
  const { sub: _sub, ...userAttributes } = attributes
  return callTrigger(call, poolRecord, 'PreSignUp', {
    source: clientId === undefined ? 'PreSignUp_AdminCreateUser' : 'PreSignUp_SignUp',
    username,
    clientId,
    request: {
      userAttributes,
      validationData: ValidationData === undefined ? null : attributeMap(ValidationData),
      ...(ClientMetadata === undefined ? {} : { clientMetadata: ClientMetadata }),
    },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  })
}

/** The PostConfirmation trigger. What it answers changes nothing. */
export async function afterConfirmation(
  call: Call,
  poolRecord: UserPoolRecord,
  user: UserPoolUserRecord,
  clientId: string | undefined,
  { ClientMetadata }: Extras,
  what: 'ConfirmSignUp' | 'ConfirmForgotPassword' = 'ConfirmSignUp',
): Promise<void> {
  await callTrigger(call, poolRecord, 'PostConfirmation', {
    source: `PostConfirmation_${what}`,
    username: user.username,
    clientId,
    request: { userAttributes: triggerAttributes(user), ...(ClientMetadata === undefined ? {} : { clientMetadata: ClientMetadata }) },
    response: {},
  })
}
