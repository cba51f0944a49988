import type { Api } from '../api'
import { asksForKeys, type Plan } from '../plans'
import type { Rule } from '../rule'

export const planUnattached: Rule = {
  id: 'plan-unattached',
  severity: 'warning',
  fix: 'Give the plan the stages that its keys open, keys, and a throttle or a quota; and require a key on the methods that it is to limit.',
  documentation:
    'A usage plan limits the requests that come with one of its keys to one of its stages, at methods that require a key. Without a stage, a limit, or such a method it limits nothing, and nothing says so. A plan without a key is only mentioned: keys are often put in elsewhere.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html',
  *find({ apis, plans }) {
    for (const plan of plans) {
      const why = reason(plan, apis)
      const message = (what: string) => `The usage plan ${plan.name} binds nothing: ${what}.`
      if (why !== undefined) yield { message: message(why), resource: plan.resource.id }
      else if (plan.keys.length === 0)
        yield { message: message('the template puts no key into it'), resource: plan.resource.id, severity: 'info' }
    }
  },
}

function reason(plan: Plan, apis: readonly Api[]): string | undefined {
  const { stages, throttle, quota } = plan
  if (stages.length === 0) return 'it names no stage'
  const limits = [throttle, quota, ...stages.map((stage) => stage.throttle)]
  if (limits.every((limit) => Object.keys(limit).length === 0)) return 'it has neither a throttle nor a quota'
  return asksForKeys(plan, apis) ? undefined : 'no method of its stages requires a key'
}
