import type { Api, Stage } from './api'
import { type Entry, entriesOf, entryOf, type Resource, referenceIn, type Template, textOf } from './template'

/** A usage plan with the keys that the template puts into it. */
export interface Plan {
  readonly resource: Resource
  readonly name: string
  /** The API, its stage by name, and the throttles of methods. */
  readonly stages: readonly { readonly api: string; readonly stage: string; readonly throttle: Entry }[]
  readonly throttle: Entry
  readonly quota: Entry
  /** The logical ids of its keys. */
  readonly keys: readonly string[]
}

/** The usage plans of a template. */
export function readPlans(template: Template): Plan[] {
  const members = template.ofType('AWS::ApiGateway::UsagePlanKey')
  return template.ofType('AWS::ApiGateway::UsagePlan').map((resource) => {
    const { UsagePlanName, ApiStages, Throttle, Quota } = resource.properties
    return {
      resource,
      name: textOf(UsagePlanName) ?? resource.id,
      stages: entriesOf(ApiStages ?? []).map((one) => ({
        api: textOf(one['ApiId']) ?? '${?}',
        stage: stageName(one['Stage'], template),
        throttle: entryOf(one['Throttle']),
      })),
      throttle: entryOf(Throttle),
      quota: entryOf(Quota),
      keys: members
        .filter(({ properties }) => referenceIn(properties['UsagePlanId']) === resource.id)
        .map(({ properties }) => referenceIn(properties['KeyId']) ?? String(properties['KeyId'])),
    }
  })
}

/** The name of a stage, also where it is given by reference to a resource. */
export function stageName(value: unknown, template: Template): string {
  const stage = template.resources.get(referenceIn(value) ?? '')
  return textOf(stage?.properties['StageName']) ?? textOf(value) ?? '${?}'
}

/** The plans that open a stage. */
export function plansOf(plans: readonly Plan[], { api, name }: Stage): Plan[] {
  return plans.filter(({ stages }) => stages.some((one) => one.api === api.reference && one.stage === name))
}

/** Whether a method of a plan's stages asks for a key; true also where the stages are of another template. */
export function asksForKeys(plan: Plan, apis: readonly Api[]): boolean {
  return plan.stages.some(({ api }) => {
    const known = apis.find(({ reference }) => reference === api)
    return known === undefined || !known.whole || known.routes.some(({ apiKeyRequired }) => apiKeyRequired)
  })
}
