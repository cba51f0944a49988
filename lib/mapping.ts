import { Token } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'
import { ConfigError } from './config-error'

/** A fixed value as parameter mappings write it: in single quotes, which therefore it cannot hold. */
export function staticValue(scope: IConstruct, where: string, value: string): string {
  if (!Token.isUnresolved(value) && value.includes("'")) {
    throw new ConfigError(scope, {
      what: `The value of ${where} holds a single quote`,
      got: value,
      fix: 'leave the quote out: API Gateway has no way to write it there',
    })
  }
  return `'${value}'`
}

/** JSON that a mapping template leaves as it is: `$` and `#` would begin references and directives. */
export function jsonTemplate(value: unknown): string {
  return JSON.stringify(value).replaceAll('$', '\\u0024').replaceAll('#', '\\u0023')
}
