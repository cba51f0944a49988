import { changedValues } from '../patches'
import { json, string } from '../property-table'
import type { ResourceType } from '../resource-type'
import { retagApiGateway } from './arn'

export const clientCertificate: ResourceType = {
  type: 'AWS::ApiGateway::ClientCertificate',
  properties: { Description: string, Tags: json },
  attributes: ['ClientCertificateId'],
  replaceOn: [],
  create: async (properties, context) => {
    const made = await context.services.apigateway.GenerateClientCertificate({
      description: properties.text('Description'),
      tags: context.tags(properties.raw['Tags']),
    })
    const id = made.clientCertificateId ?? ''
    return { physicalId: id, attributes: { ClientCertificateId: id }, subject: `/clientcertificates/${id}` }
  },
  update: async (properties, existing, context) => {
    const patchOperations = changedValues(existing.properties, properties, { '/description': 'Description' })
    const clientCertificateId = existing.physicalId
    if (patchOperations.length > 0) await context.services.apigateway.UpdateClientCertificate({ clientCertificateId, patchOperations })
    await retagApiGateway(`/clientcertificates/${clientCertificateId}`, properties, existing, context)
    return existing
  },
  delete: async (existing, { services }) => {
    await services.apigateway.DeleteClientCertificate({ clientCertificateId: existing.physicalId })
  },
}
