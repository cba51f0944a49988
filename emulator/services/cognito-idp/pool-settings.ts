import type * as sdk from '@aws-sdk/client-cognito-identity-provider'
import type { UserPoolRecord } from '../../model/cognito'
import { constraint, invalidParameter } from './operations'

type Given = Partial<Omit<sdk.CreateUserPoolRequest, 'PoolName'>>
type Settings = Pick<
  UserPoolRecord['pool'],
  'Policies' | 'LambdaConfig' | 'AdminCreateUserConfig' | 'DeletionProtection' | 'UserPoolTags'
> &
  Partial<sdk.UserPoolType>

const PASSWORD_POLICY = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
}

/** What a pool does where its requester said nothing; settings that are only kept stay as given. */
export function poolSettings(input: Given): Settings {
  const kept: Partial<sdk.UserPoolType> = {}
  for (const name of KEPT) if (input[name] !== undefined) Object.assign(kept, { [name]: input[name] })
  return {
    ...kept,
    Policies: {
      PasswordPolicy: passwordPolicy(input.Policies?.PasswordPolicy, input.AdminCreateUserConfig?.UnusedAccountValidityDays),
      SignInPolicy: input.Policies?.SignInPolicy ?? { AllowedFirstAuthFactors: ['PASSWORD'] },
    },
    LambdaConfig: lambdaConfig(input.LambdaConfig),
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7, ...input.AdminCreateUserConfig },
    DeletionProtection: input.DeletionProtection ?? 'INACTIVE',
    UserPoolTags: input.UserPoolTags ?? {},
    VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE', ...input.VerificationMessageTemplate },
    EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT', ...input.EmailConfiguration },
    AccountRecoverySetting: input.AccountRecoverySetting ?? {
      RecoveryMechanisms: [
        { Priority: 1, Name: 'verified_email' },
        { Priority: 2, Name: 'verified_phone_number' },
      ],
    },
  }
}

const KEPT = [
  'AutoVerifiedAttributes',
  'SmsVerificationMessage',
  'EmailVerificationMessage',
  'EmailVerificationSubject',
  'SmsAuthenticationMessage',
  'UserAttributeUpdateSettings',
  'DeviceConfiguration',
  'SmsConfiguration',
  'UserPoolAddOns',
  'KeyConfiguration',
  'IssuerConfiguration',
] as const satisfies readonly (keyof Given & keyof sdk.UserPoolType)[]

/** A policy that is given says all: what it leaves out is not required. `formerly`: the days by the setting that came before the policy's own. */
function passwordPolicy(given: sdk.PasswordPolicyType | undefined, formerly = 7): sdk.PasswordPolicyType {
  if (given === undefined) return { ...PASSWORD_POLICY, TemporaryPasswordValidityDays: formerly }
  const { MinimumLength = 8, TemporaryPasswordValidityDays = formerly } = given
  if (MinimumLength < 6 || MinimumLength > 99) {
    const rule = MinimumLength < 6 ? 'greater than or equal to 6' : 'less than or equal to 99'
    throw constraint('policies.passwordPolicy.minimumLength', MinimumLength, `Member must have value ${rule}`)
  }
  return {
    RequireUppercase: false,
    RequireLowercase: false,
    RequireNumbers: false,
    RequireSymbols: false,
    ...given,
    MinimumLength,
    TemporaryPasswordValidityDays,
  }
}

/** The trigger of token generation is shown under both of its names. */
function lambdaConfig(given: sdk.LambdaConfigType = {}): sdk.LambdaConfigType {
  const { PreTokenGeneration, PreTokenGenerationConfig } = given
  if (PreTokenGenerationConfig !== undefined) {
    if (PreTokenGeneration !== undefined && PreTokenGeneration !== PreTokenGenerationConfig.LambdaArn) {
      throw invalidParameter('PreTokenGeneration and PreTokenGenerationConfig.LambdaArn must have the same value.')
    }
    return { ...given, PreTokenGeneration: PreTokenGenerationConfig.LambdaArn }
  }
  if (PreTokenGeneration === undefined) return given
  return { ...given, PreTokenGenerationConfig: { LambdaArn: PreTokenGeneration, LambdaVersion: 'V1_0' } }
}

export function poolName(name = ''): string {
  if (!/^[\w\s+=,.@-]{1,128}$/.test(name)) {
    throw constraint('poolName', name, 'Member must satisfy regular expression pattern: [\\w\\s+=,.@-]+')
  }
  return name
}
