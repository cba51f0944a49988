import type { CreateUserPoolRequest, SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider'
import { AwsError } from '../../../../model/errors'
import type { Properties } from '../properties'
import { boolean, number, type PropertyTable, reported, string } from '../property-table'
import type { Existing, Made, ResourceContext, ResourceType } from '../resource-type'

const NO_MESSAGE = 'no messages are sent: every confirmation code is 123456'
const NO_FACTOR = 'there are no second factors: signing in to a pool that requires one answers 501'
const PASSWORDS = 'users sign in with passwords or custom challenges only'
const NO_DEVICES = 'devices are not remembered'
const NO_THREATS = 'threats are not looked for'
const OWN_KEYS = 'nothing here is encrypted with keys of KMS'

/** Texts and ways of messages are kept and answered; that none is sent is told once a code is asked for. */
const MESSAGES: PropertyTable = {
  'AdminCreateUserConfig.InviteMessageTemplate.EmailMessage': string,
  'AdminCreateUserConfig.InviteMessageTemplate.EmailSubject': string,
  'AdminCreateUserConfig.InviteMessageTemplate.SMSMessage': string,
  'EmailConfiguration.ConfigurationSet': string,
  'EmailConfiguration.EmailSendingAccount': string,
  'EmailConfiguration.From': string,
  'EmailConfiguration.ReplyToEmailAddress': string,
  'EmailConfiguration.SourceArn': string,
  EmailVerificationMessage: string,
  EmailVerificationSubject: string,
  SmsAuthenticationMessage: string,
  'SmsConfiguration.EumsSms.CallerArn': string,
  'SmsConfiguration.EumsSms.ConfigurationSetName': string,
  'SmsConfiguration.EumsSms.ExternalId': string,
  'SmsConfiguration.EumsSms.InEntityId': string,
  'SmsConfiguration.EumsSms.InTemplateId': string,
  'SmsConfiguration.EumsSms.OriginationIdentity': string,
  'SmsConfiguration.EumsSms.Region': string,
  'SmsConfiguration.ExternalId': string,
  'SmsConfiguration.SnsCallerArn': string,
  'SmsConfiguration.SnsRegion': string,
  SmsVerificationMessage: string,
  'VerificationMessageTemplate.DefaultEmailOption': reported(string, NO_MESSAGE, 'CONFIRM_WITH_CODE'),
  'VerificationMessageTemplate.EmailMessage': string,
  'VerificationMessageTemplate.EmailMessageByLink': string,
  'VerificationMessageTemplate.EmailSubject': string,
  'VerificationMessageTemplate.EmailSubjectByLink': string,
  'VerificationMessageTemplate.SmsMessage': string,
}

const TRIGGERS: PropertyTable = {
  'LambdaConfig.CreateAuthChallenge': string,
  'LambdaConfig.CustomEmailSender.LambdaArn': reported(string, NO_MESSAGE),
  'LambdaConfig.CustomEmailSender.LambdaVersion': string,
  'LambdaConfig.CustomMessage': reported(string, NO_MESSAGE),
  'LambdaConfig.CustomSMSSender.LambdaArn': reported(string, NO_MESSAGE),
  'LambdaConfig.CustomSMSSender.LambdaVersion': string,
  'LambdaConfig.DefineAuthChallenge': string,
  'LambdaConfig.InboundFederation.LambdaArn': reported(string, 'users of other identity providers are not served'),
  'LambdaConfig.InboundFederation.LambdaVersion': string,
  'LambdaConfig.KMSKeyID': reported(string, OWN_KEYS),
  'LambdaConfig.PostAuthentication': string,
  'LambdaConfig.PostConfirmation': string,
  'LambdaConfig.PreAuthentication': string,
  'LambdaConfig.PreSignUp': string,
  'LambdaConfig.PreTokenGeneration': string,
  'LambdaConfig.PreTokenGenerationConfig.LambdaArn': string,
  'LambdaConfig.PreTokenGenerationConfig.LambdaVersion': string,
  'LambdaConfig.UserMigration': string,
  'LambdaConfig.VerifyAuthChallengeResponse': string,
}

export const userPool: ResourceType = {
  type: 'AWS::Cognito::UserPool',
  properties: {
    ...MESSAGES,
    ...TRIGGERS,
    'AccountRecoverySetting.RecoveryMechanisms[].Name': string,
    'AccountRecoverySetting.RecoveryMechanisms[].Priority': number,
    'AdminCreateUserConfig.AllowAdminCreateUserOnly': boolean,
    'AdminCreateUserConfig.UnusedAccountValidityDays': number,
    'AliasAttributes[]': string,
    'AutoVerifiedAttributes[]': string,
    DeletionProtection: string,
    'DeviceConfiguration.ChallengeRequiredOnNewDevice': reported(boolean, NO_DEVICES, false),
    'DeviceConfiguration.DeviceOnlyRememberedOnUserPrompt': reported(boolean, NO_DEVICES, false),
    EmailAuthenticationMessage: string,
    EmailAuthenticationSubject: string,
    'EnabledMfas[]': reported(string, NO_FACTOR),
    'IssuerConfiguration.Type': reported(string, 'tokens name the issuer of old', 'ORIGINAL'),
    'KeyConfiguration.KeyType': reported(string, OWN_KEYS, 'AWS_OWNED_KEY'),
    'KeyConfiguration.KmsKeyArn': reported(string, OWN_KEYS),
    MfaConfiguration: reported(string, NO_FACTOR, 'OFF'),
    'Policies.PasswordPolicy.MinimumLength': number,
    'Policies.PasswordPolicy.PasswordHistorySize': reported(number, 'former passwords are not remembered', 0),
    'Policies.PasswordPolicy.RequireLowercase': boolean,
    'Policies.PasswordPolicy.RequireNumbers': boolean,
    'Policies.PasswordPolicy.RequireSymbols': boolean,
    'Policies.PasswordPolicy.RequireUppercase': boolean,
    'Policies.PasswordPolicy.TemporaryPasswordValidityDays': number,
    'Policies.SignInPolicy.AllowedFirstAuthFactors[]': reported(string, PASSWORDS, 'PASSWORD'),
    'Schema[].AttributeDataType': string,
    'Schema[].DeveloperOnlyAttribute': boolean,
    'Schema[].Mutable': boolean,
    'Schema[].Name': string,
    'Schema[].NumberAttributeConstraints.MaxValue': string,
    'Schema[].NumberAttributeConstraints.MinValue': string,
    'Schema[].Required': boolean,
    'Schema[].StringAttributeConstraints.MaxLength': string,
    'Schema[].StringAttributeConstraints.MinLength': string,
    'UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate[]': reported(string, 'new values of attributes hold at once'),
    'UserPoolAddOns.AdvancedSecurityAdditionalFlows.CustomAuthMode': reported(string, NO_THREATS, 'OFF'),
    'UserPoolAddOns.AdvancedSecurityMode': reported(string, NO_THREATS, 'OFF'),
    UserPoolName: string,
    'UserPoolTags.*': string,
    UserPoolTier: string,
    'UsernameAttributes[]': string,
    'UsernameConfiguration.CaseSensitive': boolean,
    WebAuthnFactorConfiguration: reported(string, PASSWORDS),
    WebAuthnRelyingPartyID: reported(string, PASSWORDS),
    WebAuthnUserVerification: reported(string, PASSWORDS),
  },
  attributes: ['Arn', 'ProviderName', 'ProviderURL', 'UserPoolId'],
  replaceOn: [],
  create: async (properties, context) => {
    const PoolName = properties.text('UserPoolName') ?? context.physicalName(128)
    const { UserPool } = await context.services.cognitoIdp.CreateUserPool({ ...settings(properties, context), PoolName })
    return made(UserPool?.Id ?? '', UserPool?.Arn ?? '', context)
  },
  update: async (properties, existing, context) => {
    refuseFixed(properties, existing)
    await addAttributes(properties, existing, context)
    const PoolName = properties.text('UserPoolName')
    await context.services.cognitoIdp.UpdateUserPool({
      ...settings(properties, context),
      UserPoolId: existing.physicalId,
      ...(PoolName === undefined ? {} : { PoolName }),
    })
    return existing
  },
  delete: async (existing, { services }) => {
    await services.cognitoIdp.DeleteUserPool({ UserPoolId: existing.physicalId })
  },
}

function made(id: string, arn: string, { call }: ResourceContext): Made {
  const ProviderName = `cognito-idp.${call.region}.amazonaws.com/${id}`
  return {
    physicalId: id,
    attributes: { Arn: arn, ProviderName, ProviderURL: `https://${ProviderName}`, UserPoolId: id },
    subject: `/userpools/${id}`,
  }
}

function settings({ raw }: Properties, context: ResourceContext): Omit<CreateUserPoolRequest, 'PoolName'> {
  const { UserPoolName: _name, UserPoolTags, ...given } = raw
  return { ...given, UserPoolTags: context.tags(UserPoolTags) }
}

/** What a pool has for life. */
function refuseFixed(properties: Properties, existing: Existing): void {
  for (const name of ['AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration']) {
    if (JSON.stringify(properties.raw[name]) !== JSON.stringify(existing.properties.raw[name])) {
      throw new AwsError('InvalidRequest', `Updates are not allowed for property - ${name}.`, 400)
    }
  }
}

/** A schema can grow and not shrink. */
async function addAttributes(properties: Properties, existing: Existing, { services }: ResourceContext): Promise<void> {
  const [before, after] = [schema(existing.properties), schema(properties)]
  const gone = before.some(({ Name }) => !after.some((attribute) => attribute.Name === Name))
  const changed = after.some((attribute) =>
    before.some((old) => old.Name === attribute.Name && JSON.stringify(old) !== JSON.stringify(attribute)),
  )
  if (gone || changed) {
    throw new AwsError(
      'InvalidParameterException',
      'Invalid AttributeDataType input, consider using the provided AttributeDataType enum.',
      400,
    )
  }
  const CustomAttributes = after.filter(({ Name }) => !before.some((old) => old.Name === Name))
  if (CustomAttributes.length > 0) await services.cognitoIdp.AddCustomAttributes({ UserPoolId: existing.physicalId, CustomAttributes })
}

function schema({ raw }: Properties): SchemaAttributeType[] {
  return (raw['Schema'] ?? []) as SchemaAttributeType[]
}
