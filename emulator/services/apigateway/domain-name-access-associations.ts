import type { DomainNameAccessAssociationRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { conflict, notFound } from './errors'
import { filled, present } from './members'
import { page } from './paging'
import { type ApiGateway, NOTHING, partitionOf } from './service'

function associationOf(call: Call, arn: string | undefined): DomainNameAccessAssociationRecord {
  const association = call.records.domainNameAccessAssociations.get(arn ?? '')
  // The wording is uncertain.
  if (association === undefined) throw notFound('Invalid domain name access association identifier specified')
  return association
}

/** Operations that let VPC endpoints reach private domain names (facts/12, 7). The wordings of errors are uncertain. */
export const domainNameAccessAssociations = {
  CreateDomainNameAccessAssociation(input, call) {
    const domain = call.records.domainNames.list().find((other) => other.domainNameArn === input.domainNameArn)
    if (domain === undefined) throw notFound('Invalid domain name identifier specified')
    const source = input.accessAssociationSource as string
    const name = domain.domainNameId === undefined ? domain.domainName : `${domain.domainName}+${domain.domainNameId}`
    const prefix = `arn:${partitionOf(call.region)}:apigateway:${call.region}:${call.account}`
    const arn = `${prefix}:/domainnameaccessassociations/domainname/${name}/vpcesource/${source}`
    if (call.records.domainNameAccessAssociations.get(arn) !== undefined) throw conflict('Domain name access association already exists')
    const association = present({
      domainNameAccessAssociationArn: arn,
      domainNameArn: input.domainNameArn as string,
      accessAssociationSourceType: 'VPCE' as const,
      accessAssociationSource: source,
      tags: filled(input.tags),
    })
    return call.records.domainNameAccessAssociations.put(association, arn)
  },

  /** One account is all there is: other accounts own no associations. */
  GetDomainNameAccessAssociations: (input, call) =>
    page(input.resourceOwner === 'OTHER_ACCOUNTS' ? [] : call.records.domainNameAccessAssociations.list(), input),

  DeleteDomainNameAccessAssociation({ domainNameAccessAssociationArn }, call) {
    const association = associationOf(call, domainNameAccessAssociationArn)
    call.records.domainNameAccessAssociations.delete(association.domainNameAccessAssociationArn)
    return NOTHING
  },

  /** The owner of the domain name turns an association away. */
  RejectDomainNameAccessAssociation({ domainNameAccessAssociationArn, domainNameArn }, call) {
    const association = associationOf(call, domainNameAccessAssociationArn)
    if (association.domainNameArn !== domainNameArn) throw notFound('Invalid domain name identifier specified')
    call.records.domainNameAccessAssociations.delete(association.domainNameAccessAssociationArn)
    return NOTHING
  },
} satisfies Partial<ApiGateway>
