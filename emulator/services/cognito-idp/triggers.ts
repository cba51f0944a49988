import type { LambdaConfigType } from '@aws-sdk/client-cognito-identity-provider'
import type { UserPoolRecord, UserPoolUserRecord } from '../../model/cognito'
import { InvokeRefused } from '../../model/invocation'
import type { Call } from '../operations'
import { cognitoError } from './operations'

/** The triggers that are called. */
export type TriggerName = Exclude<
  keyof LambdaConfigType,
  'CustomMessage' | 'PreTokenGenerationConfig' | 'CustomSMSSender' | 'CustomEmailSender' | 'KMSKeyID' | 'InboundFederation'
>

/** What a trigger is called with, beside what all are told. */
export interface TriggerEvent {
  /** `PreSignUp_SignUp`. */
  readonly source: string
  readonly username: string
  /** Undefined where an administrator acts, who has no client. */
  readonly clientId: string | undefined
  readonly request: Readonly<Record<string, unknown>>
  readonly response: Readonly<Record<string, unknown>>
  /** `1` unless given. */
  readonly version?: string
}

/**
 * Calls a trigger of a pool; answers the `response` of the event that it gave back, or undefined where the pool has no such trigger.
 * Uncertain: AWS gives up after 5 seconds and tries twice again; here the function's own time limit holds.
 */
export async function callTrigger(
  call: Call,
  { pool }: UserPoolRecord,
  name: TriggerName,
  event: TriggerEvent,
): Promise<Record<string, unknown> | undefined> {
  const arn = pool.LambdaConfig[name]
  if (arn === undefined || arn === '') return undefined
  const payload = {
    version: event.version ?? '1',
    region: call.region,
    userPoolId: pool.Id,
    userName: event.username,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: event.clientId ?? 'CLIENT_ID_NOT_APPLICABLE' },
    triggerSource: event.source,
    request: event.request,
    response: event.response,
  }
  const caller = { service: 'cognito-idp.amazonaws.com', sourceArn: pool.Arn }
  const result = await call.gateway.invoke(arn, JSON.stringify(payload), { caller }).catch((error: unknown) => {
    if (!(error instanceof InvokeRefused)) throw error
    throw cognitoError('UnexpectedLambdaException', `${name} invocation failed due to error ${error.code}.`)
  })
  const answered = parse(result.payload)
  if (result.functionError !== undefined) {
    const reason = typeof answered?.['errorMessage'] === 'string' ? answered['errorMessage'] : ''
    throw cognitoError('UserLambdaValidationException', `${name} failed with error ${reason}.`)
  }
  const response = answered?.['response']
  if (!isObject(response)) throw cognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output')
  return response
}

/** A user's attributes as triggers are told of them. */
export function triggerAttributes({ attributes, status }: UserPoolUserRecord): Record<string, string> {
  const { sub = '', ...others } = attributes
  return { sub, 'cognito:user_status': status, ...others }
}

/** A member of a trigger's response that is an object of texts. */
export function textMap(value: unknown): Record<string, string> {
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, String(member)])) : {}
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parse(payload: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(payload) as unknown
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
