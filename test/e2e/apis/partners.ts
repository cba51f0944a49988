import { type aws_certificatemanager as acm, aws_apigateway as apigateway, type Stack } from 'aws-cdk-lib'
import { Auth, defineRest, RestVersions, Target, Truststore, type UsagePlanSpec } from 'portico'

/** What the partner API is served with. */
export interface PartnersParts {
  readonly certificate: acm.ICertificate
  /** A file with the authorities that sign partners' certificates. */
  readonly authorities: string
}

/** A partner API: two versions on one domain, clients by certificates and keys, with quotas. */
export function partnersApi(stack: Stack, { certificate, authorities }: PartnersParts) {
  const auth = Auth.apiKeyOnly('partners show a certificate')
  const keys = ['acme', 'umbrella'].map((name) => ({
    name,
    key: new apigateway.ApiKey(stack, name, { value: `${name}-key-of-twenty-letters` }) as apigateway.IApiKey,
  }))
  const version = (prices: object, plan: UsagePlanSpec<'prod'>) =>
    defineRest({
      throttle: { rate: 100, burst: 200 },
      usagePlans: { partners: { ...plan, keys } },
      routes: {
        'GET /prices': { target: Target.mock(200, prices), auth },
        'GET /prices/{sku}': {
          target: Target.mock(200, '{"sku":"$util.escapeJavaScript($input.params(\'sku\'))"}', { contentType: 'application/json' }),
          auth,
        },
      },
    })
  return new RestVersions(stack, 'Partners', {
    domain: { name: 'partners.example.com', certificate, mutualTls: Truststore.fromFile(authorities) },
    versions: {
      v1: version({ tea: 3 }, { quota: { limit: 2, per: 'DAY' } }),
      v2: version({ tea: { amount: 3, currency: 'EUR' } }, { throttle: { rate: 10, burst: 20 }, quota: { limit: 1000, per: 'MONTH' } }),
    },
    latest: 'v2',
  })
}
