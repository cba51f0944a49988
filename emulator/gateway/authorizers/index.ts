import { cognito } from './cognito'
import type { AuthorizerKind } from './kind'
import { custom } from './lambda'

/** Every authorization type of a method but NONE, by AWS's name; one that is missing is closed. */
export const AUTHORIZERS: Readonly<Record<string, AuthorizerKind>> = {
  COGNITO_USER_POOLS: cognito,
  CUSTOM: custom,
}
