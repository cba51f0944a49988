import { Token } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'
import { CACHE_SIZES } from './cache'
import { ConfigError } from './config-error'
import type { RestStageProps } from './stage-props'

/** Names and variables within the limits of API Gateway (facts/05, 7; facts/10). */
export function checkStage(scope: IConstruct, name: string, stage: RestStageProps): void {
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(name)) {
    throw new ConfigError(scope, {
      what: 'A stage has a name that API Gateway does not take',
      got: name,
      allowed: 'letters, digits, "-" and "_", at most 128',
      fix: 'rename the stage',
    })
  }
  if (stage.cacheSize !== undefined && !Token.isUnresolved(stage.cacheSize) && !CACHE_SIZES.includes(stage.cacheSize)) {
    throw new ConfigError(scope, {
      what: `Stage "${name}" has a cache of a size that API Gateway does not have`,
      got: stage.cacheSize,
      allowed: CACHE_SIZES.join(', '),
      fix: 'choose one of them, in GB',
    })
  }
  for (const [variable, value] of Object.entries(stage.variables ?? {})) {
    if (!/^[A-Za-z0-9_]{1,64}$/.test(variable)) {
      throw new ConfigError(scope, {
        what: `A variable of stage "${name}" has a name that API Gateway does not take`,
        got: variable,
        allowed: 'letters, digits and "_", at most 64',
        fix: 'rename it',
      })
    }
    if (!Token.isUnresolved(value) && !/^[A-Za-z0-9\-._~:/?#&=,]{1,512}$/.test(value)) {
      throw new ConfigError(scope, {
        what: `Variable "${variable}" of stage "${name}" has a value that API Gateway does not take`,
        got: value,
        allowed: '1 to 512 letters, digits and "-._~:/?#&=,"',
        fix: 'encode the value, or hand it to the functions as an environment variable',
      })
    }
  }
}
