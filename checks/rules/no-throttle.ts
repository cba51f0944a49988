import type { Route, Stage } from '../api'
import { type Plan, plansOf } from '../plans'
import type { Rule } from '../rule'
import { isLimit, settingsOf } from '../settings'
import { entryOf } from '../template'

export const noThrottle: Rule = {
  id: 'no-throttle',
  severity: 'warning',
  fix: 'Give the stage a ThrottlingRateLimit and a ThrottlingBurstLimit for all methods, or these methods their own.',
  documentation:
    'Without a throttle of its own a method is limited by the account alone, 10,000 requests a second in a region for all APIs together: one caller of one route can take what every other API of the account needs, and runs up the bill of what stands behind it.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html',
  *find({ apis, plans }) {
    for (const api of apis) {
      for (const stage of api.stages) {
        const routes = api.routes.filter((route) => !isLimited(route, stage) && !isLimitedByPlans(route, stage, plans))
        if (routes.length === 0) continue
        const names = routes.map(({ verb, path }) => `${verb} ${path}`).sort()
        const shown = names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ')
        yield {
          message: `${api.name} ${stage.name}: nothing but the account limits ${shown}.`,
          resource: stage.resource.id,
          property: 'Properties.MethodSettings',
        }
      }
    }
  },
}

function isLimited(route: Route, stage: Stage): boolean {
  const { ThrottlingRateLimit, ThrottlingBurstLimit } = settingsOf(route, stage).entry
  return isLimit(ThrottlingRateLimit, ThrottlingBurstLimit)
}

/** A key that comes in is limited by its plan: by each of those that open the stage. */
function isLimitedByPlans({ api, verb, path, apiKeyRequired }: Route, stage: Stage, plans: readonly Plan[]): boolean {
  if (!apiKeyRequired) return false
  const opening = plansOf(plans, stage)
  return (
    opening.length > 0 &&
    opening.every(({ throttle, stages }) => {
      const own = stages.find((one) => one.api === api.reference && one.stage === stage.name)
      const ofMethod = entryOf(own?.throttle[`${path}/${verb}`])
      return isLimit(throttle['RateLimit'], throttle['BurstLimit']) || isLimit(ofMethod['RateLimit'], ofMethod['BurstLimit'])
    })
  )
}
