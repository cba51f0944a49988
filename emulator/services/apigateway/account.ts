import { usualAccountThrottle } from '../../model/account-throttle'
import type { AccountRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { badRequest } from './errors'
import { filled, nonEmpty, withMember } from './members'
import { namePath, patcher, unset } from './patch'
import type { ApiGateway } from './service'

const ID = 'account'

/** Puts another throttle on an account in its region, as AWS does when its quota is raised. */
export function raiseAccountThrottle(call: Call, { rate, burst }: { readonly rate: number; readonly burst: number }): void {
  call.records.account.put({ ...accountOf(call), throttleSettings: { rateLimit: rate, burstLimit: burst } }, ID)
}

/** The account's record; one where nothing was set has AWS's defaults (facts/05, 1). */
function accountOf({ records, region }: Call): AccountRecord {
  return records.account.get(ID) ?? { throttleSettings: usualAccountThrottle(region), features: ['UsagePlans'], apiKeyVersion: '4' }
}

/** Checks the shape of the role's ARN; AWS also checks what the role may do, with the same answer. */
function checkRole(arn: string | undefined): string | undefined {
  const role = nonEmpty(arn)
  if (role === undefined || /^arn:[\w-]+:iam::\d{12}:role\/.+/.test(role)) return role
  throw badRequest(
    'The role ARN does not have required permissions configured. Please grant trust permission for API Gateway and add the required role policy.',
  )
}

const patchAccount = patcher<AccountRecord>(
  {
    '/cloudwatchRoleArn': {
      add: (account, { value }) => withMember(account, 'cloudwatchRoleArn', checkRole(value)),
      replace: (account, { value }) => withMember(account, 'cloudwatchRoleArn', checkRole(value)),
      remove: unset('cloudwatchRoleArn'),
    },
    '/features': {
      add: (account, { value }) => ({ ...account, features: [...account.features.filter((other) => other !== value), value ?? ''] }),
      remove: (account, { value }) => ({ ...account, features: filled(account.features.filter((other) => other !== value)) ?? [] }),
    },
  },
  namePath,
)

/** Operations on the account's settings (facts/13, 194). */
export const account = {
  GetAccount: (_input, call) => accountOf(call),

  UpdateAccount: ({ patchOperations }, call) => call.records.account.put(patchAccount(accountOf(call), patchOperations, undefined), ID),
} satisfies Partial<ApiGateway>
