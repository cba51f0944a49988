import { aboutOf, nameOf } from '../api'
import type { Rule } from '../rule'
import { isCached } from '../settings'

const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE']

export const cacheOnWriteVerb: Rule = {
  id: 'cache-on-write-verb',
  severity: 'warning',
  fix: 'Turn CachingEnabled off for this method.',
  documentation:
    "A stage caches GET alone until a method's own settings say otherwise. With CachingEnabled for POST, PUT, PATCH or DELETE the second of two requests with the same path never reaches the backend, whatever its body says: the body is not in the key.",
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html',
  *find({ apis }) {
    for (const { routes, stages } of apis) {
      for (const route of routes.filter(({ verb }) => WRITES.includes(verb))) {
        const stage = stages.find((one) => isCached(route, one))
        if (stage === undefined) continue
        yield {
          message: `${nameOf(route)} is cached in ${stage.name}: what is sent again is answered without the backend.`,
          resource: stage.resource.id,
          property: 'Properties.MethodSettings',
          ...aboutOf(route),
        }
      }
    }
  },
}
