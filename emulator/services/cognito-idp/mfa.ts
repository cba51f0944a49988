import { type CognitoOperations, invalidParameter, notEmulated } from './operations'
import { findPool } from './user-pools'

/** Kept; nobody is asked for a second factor, and where one is required nobody signs in. */
export const SetUserPoolMfaConfig: CognitoOperations['SetUserPoolMfaConfig'] = (input, call) => {
  const record = findPool(call, input.UserPoolId)
  const { MfaConfiguration = 'OFF', SmsMfaConfiguration, SoftwareTokenMfaConfiguration, EmailMfaConfiguration } = input
  if (MfaConfiguration === 'OFF' && SoftwareTokenMfaConfiguration?.Enabled === true) {
    throw invalidParameter('Invalid MFA configuration given, can not enable/disable MFA and set an MFA configuration.')
  }
  if (EmailMfaConfiguration !== undefined) throw notEmulated('a second factor by mail (cognito-idp:SetUserPoolMfaConfig)')
  const pool = {
    ...record.pool,
    MfaConfiguration,
    LastModifiedDate: new Date(call.clock.now()),
    ...(SmsMfaConfiguration?.SmsConfiguration === undefined ? {} : { SmsConfiguration: SmsMfaConfiguration.SmsConfiguration }),
    ...(SmsMfaConfiguration?.SmsAuthenticationMessage === undefined
      ? {}
      : { SmsAuthenticationMessage: SmsMfaConfiguration.SmsAuthenticationMessage }),
  }
  const softwareTokenMfa = SoftwareTokenMfaConfiguration?.Enabled === true
  call.records.userPools.put({ ...record, pool, softwareTokenMfa }, pool.Id)
  return {
    MfaConfiguration,
    ...(SmsMfaConfiguration === undefined ? {} : { SmsMfaConfiguration }),
    ...(SoftwareTokenMfaConfiguration === undefined ? {} : { SoftwareTokenMfaConfiguration }),
  }
}

export const GetUserPoolMfaConfig: CognitoOperations['GetUserPoolMfaConfig'] = (input, call) => {
  const { pool, softwareTokenMfa } = findPool(call, input.UserPoolId)
  const { MfaConfiguration, SmsConfiguration, SmsAuthenticationMessage } = pool
  return {
    MfaConfiguration,
    ...(SmsConfiguration === undefined
      ? {}
      : { SmsMfaConfiguration: { SmsConfiguration, ...(SmsAuthenticationMessage === undefined ? {} : { SmsAuthenticationMessage }) } }),
    ...(MfaConfiguration === 'OFF' ? {} : { SoftwareTokenMfaConfiguration: { Enabled: softwareTokenMfa === true } }),
  }
}
