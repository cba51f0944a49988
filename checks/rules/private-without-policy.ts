import type { Rule } from '../rule'

export const privateWithoutPolicy: Rule = {
  id: 'private-without-policy',
  severity: 'error',
  fix: 'Give the API a policy that allows execute-api:Invoke from your VPC endpoint (aws:SourceVpce).',
  documentation:
    'A private API without a resource policy cannot be deployed. One that allows everything lets in every VPC endpoint of every account.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html',
  *find({ apis }) {
    for (const { resource, name, endpointType, policy } of apis) {
      if (resource === undefined || endpointType !== 'PRIVATE') continue
      const text = typeof policy === 'string' ? policy : JSON.stringify(policy ?? '')
      if (policy === undefined)
        yield {
          message: `${name} is private and has no resource policy: it cannot be deployed.`,
          resource: resource.id,
          property: 'Properties.Policy',
        }
      else if (/"Principal":\s*(?:"\*"|\{"AWS":\s*"\*"\})/.test(text) && !/"Condition"|"Deny"/.test(text))
        yield {
          message: `${name} is private, and its policy lets in every VPC endpoint of every account.`,
          resource: resource.id,
          property: 'Properties.Policy',
          severity: 'warning',
        }
    }
  },
}
