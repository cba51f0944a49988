import { cognito } from './cognito'
import { iam } from './iam'
import type { AuthorizerKind } from './kind'
import { custom } from './lambda'

/** Every authorization type of a method but NONE, by AWS's name. */
export const AUTHORIZERS = {
  AWS_IAM: iam,
  COGNITO_USER_POOLS: cognito,
  CUSTOM: custom,
} as const satisfies Readonly<Record<string, AuthorizerKind>>
