import type { AccountRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { badRequest } from './errors'
import { filled, nonEmpty, withMember } from './members'
import { namePath, patcher, unset } from './patch'
import type { ApiGateway } from './service'

const ID = 'account'
/** An account where nothing was set (facts/05, 1). */
const DEFAULT_ACCOUNT: AccountRecord = {
  throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
  features: ['UsagePlans'],
  apiKeyVersion: '4',
}

function accountOf(call: Call): AccountRecord {
  return call.records.account.get(ID) ?? DEFAULT_ACCOUNT
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
