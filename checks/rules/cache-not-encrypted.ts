import type { Rule } from '../rule'
import { hasCache } from '../settings'
import { isTrue } from '../template'

export const cacheNotEncrypted: Rule = {
  id: 'cache-not-encrypted',
  severity: 'warning',
  fix: 'Set CacheDataEncrypted wherever CachingEnabled is set.',
  documentation:
    'Cached answers are kept as they are unless CacheDataEncrypted is set; encryption at rest costs nothing, and takes a new deployment of the cache when it is turned on later.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html',
  *find({ apis }) {
    for (const { name, stages } of apis) {
      for (const stage of stages.filter(hasCache)) {
        const plain = [...stage.settings, stage.properties].some(
          (entry) => isTrue(entry['CachingEnabled']) && !isTrue(entry['CacheDataEncrypted']),
        )
        if (plain)
          yield {
            message: `${name} ${stage.name} keeps cached answers unencrypted.`,
            resource: stage.resource.id,
            property: 'Properties.MethodSettings',
          }
      }
    }
  },
}
