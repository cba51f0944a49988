import type { AuthFlowType } from '@aws-sdk/client-cognito-identity-provider'
import type { UserPoolClientRecord } from '../../../model/cognito'
import { invalidParameter } from '../operations'

/** A flow that a client can have: its setting, and what AWS says of a client that has it not. Uncertain: the texts of the last two. */
const FLOWS = {
  USER_PASSWORD_AUTH: { setting: 'ALLOW_USER_PASSWORD_AUTH', refusal: 'USER_PASSWORD_AUTH flow not enabled for this client' },
  ADMIN_USER_PASSWORD_AUTH: { setting: 'ALLOW_ADMIN_USER_PASSWORD_AUTH', refusal: 'Auth flow not enabled for this client' },
  USER_SRP_AUTH: { setting: 'ALLOW_USER_SRP_AUTH', refusal: 'USER_SRP_AUTH is not enabled for the client.' },
  CUSTOM_AUTH: { setting: 'ALLOW_CUSTOM_AUTH', refusal: 'CUSTOM_AUTH is not enabled for the client.' },
  REFRESH_TOKEN_AUTH: { setting: 'ALLOW_REFRESH_TOKEN_AUTH', refusal: 'REFRESH_TOKEN_AUTH is not enabled for the client.' },
} as const satisfies Partial<Record<AuthFlowType, { setting: string; refusal: string }>>

/** What a client without settings has, and one with settings of the old kind. */
const USUAL = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH']
const LEGACY: Readonly<Record<string, readonly string[]>> = {
  ADMIN_NO_SRP_AUTH: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'],
  USER_PASSWORD_AUTH: ['ALLOW_USER_PASSWORD_AUTH'],
  CUSTOM_AUTH_FLOW_ONLY: [],
}

/** Refuses a flow that a client has not. */
export function checkFlow(client: UserPoolClientRecord, flow: keyof typeof FLOWS): void {
  const { setting, refusal } = FLOWS[flow]
  if (!settingsOf(client).includes(setting)) throw invalidParameter(refusal)
}

function settingsOf({ ExplicitAuthFlows = [] }: UserPoolClientRecord): readonly string[] {
  if (ExplicitAuthFlows.some((flow) => flow.startsWith('ALLOW_'))) return ExplicitAuthFlows
  const customOnly = ExplicitAuthFlows.includes('CUSTOM_AUTH_FLOW_ONLY')
  const usual = customOnly ? USUAL.filter((setting) => setting !== 'ALLOW_USER_SRP_AUTH') : USUAL
  return [...usual, ...ExplicitAuthFlows.flatMap((flow) => LEGACY[flow] ?? [])]
}
