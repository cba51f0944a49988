import type { Rule } from '../rule'
import { entriesOf, textOf } from '../template'

export const weakTls: Rule = {
  id: 'weak-tls',
  severity: 'warning',
  fix: 'Set SecurityPolicy to TLS_1_2, or to one of those that begin with SecurityPolicy_TLS13.',
  documentation:
    "With the security policy TLS_1_0 a domain name speaks TLS 1.0 and 1.1, which no browser does any more (RFC 8996 took them out of use). It is told only where it is set: what a domain name without one speaks is AWS's to decide.",
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html',
  *find({ template }) {
    for (const type of ['AWS::ApiGateway::DomainName', 'AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::DomainName']) {
      for (const { id, properties } of template.ofType(type)) {
        const policies = [
          properties['SecurityPolicy'],
          ...entriesOf(properties['DomainNameConfigurations'] ?? []).map((one) => one['SecurityPolicy']),
        ]
        if (!policies.includes('TLS_1_0')) continue
        yield {
          message: `${textOf(properties['DomainName'] ?? properties['Name']) ?? id} speaks TLS 1.0.`,
          resource: id,
          property: 'Properties.SecurityPolicy',
        }
      }
    }
  },
}
