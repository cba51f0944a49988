import { zipSync } from 'fflate'
import { lambda } from '../../emulator/services/lambda'
import { bind } from '../../emulator/services/operations'
import { testCall } from './call'

/** The operations of Lambda in an account whose functions nobody runs. */
export function lambdaAccount() {
  const functions = { run: () => Promise.reject(new Error()), retire: () => {}, provision: () => {}, warm: () => {}, close: async () => {} }
  const call = testCall({ functions })
  return { ...bind(lambda.operations, call), call }
}

/** What every function of Node.js has to be created with. */
export const FUNCTION = {
  Role: 'arn:aws:iam::123456789012:role/r',
  Runtime: 'nodejs20.x',
  Handler: 'index.handler',
  Code: { ZipFile: zipSync({ 'index.js': new Uint8Array([49]) }) },
} as const

/** The same account with the function `orders`. */
export async function accountWithOrders() {
  const account = lambdaAccount()
  await account.CreateFunction({ FunctionName: 'orders', ...FUNCTION })
  return account
}
