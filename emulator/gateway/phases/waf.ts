import type { Phase, RestRoute } from '../phase'

/**
 * The web ACL of the stage: what it refuses is answered 403 WAF_FILTERED, or as its rule says. It comes before the route is looked for
 * (facts/01, step 8), so that a request that no route takes is inspected too.
 */
export const waf: Phase<Pick<RestRoute, 'stage'>> = {
  name: 'waf',
  plan: ({ stage }, { webAcls, clock }) => {
    const arn = stage.webAclArn
    if (arn === undefined) return undefined
    return (exchange) => webAcls.find(arn)?.inspect(exchange, clock.now())
  },
}
