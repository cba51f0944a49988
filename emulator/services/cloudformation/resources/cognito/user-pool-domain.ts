import type { CustomDomainConfigType } from '@aws-sdk/client-cognito-identity-provider'
import type { Properties } from '../properties'
import { number, REASONS, reported, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

const ONE_REGION = 'a user pool is in one region'

export const userPoolDomain: ResourceType = {
  type: 'AWS::Cognito::UserPoolDomain',
  properties: {
    'CustomDomainConfig.CertificateArn': string,
    'CustomDomainConfig.SecurityPolicy': reported(string, REASONS.tls),
    Domain: required(string),
    ManagedLoginVersion: reported(number, 'there is one page for signing in, a plain one', 1),
    'Routing.Failover.PrimaryRoute53HealthCheckId': reported(string, ONE_REGION),
    'Routing.Failover.SecondaryRegion': reported(string, ONE_REGION),
    UserPoolId: required(string),
  },
  attributes: ['CloudFrontDistribution'],
  replaceOn: ['Domain', 'UserPoolId'],
  create: async (properties, { services }) => {
    const Domain = properties.needed('Domain')
    const made = await services.cognitoIdp.CreateUserPoolDomain({
      Domain,
      UserPoolId: properties.needed('UserPoolId'),
      CustomDomainConfig: ownDomain(properties),
      ManagedLoginVersion: properties.number('ManagedLoginVersion'),
    })
    return { physicalId: Domain, attributes: { CloudFrontDistribution: made.CloudFrontDomain ?? '' } }
  },
  update: async (properties, existing, { services }) => {
    await services.cognitoIdp.UpdateUserPoolDomain({
      Domain: existing.physicalId,
      UserPoolId: properties.needed('UserPoolId'),
      CustomDomainConfig: ownDomain(properties),
      ManagedLoginVersion: properties.number('ManagedLoginVersion'),
    })
    return existing
  },
  delete: async (existing, { services }) => {
    await services.cognitoIdp.DeleteUserPoolDomain({ Domain: existing.physicalId, UserPoolId: existing.properties.needed('UserPoolId') })
  },
}

function ownDomain({ raw }: Properties): CustomDomainConfigType | undefined {
  return raw['CustomDomainConfig'] as CustomDomainConfigType | undefined
}
