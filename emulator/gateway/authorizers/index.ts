import { once } from '../../base/once'
import type { AuthorizerKind } from './kind'

/** Every authorization type of a method but NONE, by AWS's name. Each is loaded with the first method that has it. */
export const AUTHORIZERS = {
  AWS_IAM: once(() => (require('./iam') as typeof import('./iam')).iam),
  COGNITO_USER_POOLS: once(() => (require('./cognito') as typeof import('./cognito')).cognito),
  CUSTOM: once(() => (require('./lambda') as typeof import('./lambda')).custom),
} as const satisfies Readonly<Record<string, () => AuthorizerKind>>
