import { type aws_apigateway as apigateway, Lazy, Token } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'
import { ConfigError } from './config-error'
import type { ContentDeployment } from './deployment'
import { given } from './given'

/**
 * A canary of a stage: a share of its requests, picked at random, is served by the API as it is declared now; the others by the deployment
 * that is named as `baseline`. To promote it, take the canary out: the stage then serves what is declared. To roll back, undo the change of
 * the API as well: the stage then serves the baseline, the very same deployment, for all.
 *
 * @example
 * const stages = { prod: { canary: { percent: 10, baseline: '5f0c2e1b9a7d4c3e8f6a1b2d', variables: { newPrices: 'on' } } } }
 */
export interface CanaryProps {
  /** Of the requests, 0 to 100. */
  readonly percent: number
  /**
   * The deployment that serves the others: the logical id of the `AWS::ApiGateway::Deployment` in the deployed stack, or the 24 letters and
   * digits at its end. @default - the API as it is declared now: the canary differs in `variables` alone
   */
  readonly baseline?: string
  /** Stage variables that are otherwise for the canary. */
  readonly variables?: { readonly [name: string]: string }
  /** Whether the canary shares the cache of the stage. @default false */
  readonly useStageCache?: boolean
}

const HASH = /[0-9a-f]{24}$/

/** Throws when the canary can be none. */
export function checkCanary(scope: IConstruct, stage: string, { percent, baseline, variables = {} }: CanaryProps): void {
  const problem = !(Token.isUnresolved(percent) || (percent >= 0 && percent <= 100))
    ? { what: `The canary of stage "${stage}" gets no share of the requests`, got: percent, allowed: '0 to 100', fix: 'give it as percent' }
    : baseline === undefined && Object.keys(variables).length === 0
      ? {
          what: `The canary of stage "${stage}" differs in nothing from the stage`,
          allowed: 'a baseline, variables, or both',
          fix: 'name the deployment that serves the others: the logical id that it has in the deployed stack',
        }
      : baseline !== undefined && !HASH.test(baseline)
        ? {
            what: `The baseline of stage "${stage}" is no deployment of this gateway`,
            got: baseline,
            allowed: 'a logical id that ends in 24 letters and digits, or these',
            fix: 'take it from the deployed stack, where its type is AWS::ApiGateway::Deployment',
          }
        : undefined
  if (problem !== undefined) throw new ConfigError(scope, problem)
}

/** Gives the stage a canary, and what serves the others. */
export function addCanary(stage: apigateway.CfnStage, canary: CanaryProps, deployment: ContentDeployment): void {
  const { percent, baseline, variables, useStageCache } = canary
  const present = deployment.deployment.deploymentId
  const hash = HASH.exec(baseline ?? '')?.[0]
  const earlier = hash === undefined ? undefined : deployment.earlier(hash)
  if (earlier !== undefined) stage.deploymentId = Lazy.string({ produce: () => (deployment.hash() === hash ? present : earlier.ref) })
  stage.canarySetting = given({
    deploymentId: present,
    percentTraffic: percent,
    stageVariableOverrides: variables,
    useStageCache,
  }) as apigateway.CfnStage.CanarySettingProperty
}
