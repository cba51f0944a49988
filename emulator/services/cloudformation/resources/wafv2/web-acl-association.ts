import { STAGE_ARN } from '../../../wafv2/associations'
import { required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

export const webAclAssociation: ResourceType = {
  type: 'AWS::WAFv2::WebACLAssociation',
  properties: { ResourceArn: required(string), WebACLArn: required(string) },
  attributes: [],
  replaceOn: ['ResourceArn', 'WebACLArn'],
  create: async (properties, context) => {
    const [WebACLArn, ResourceArn] = [properties.needed('WebACLArn'), properties.needed('ResourceArn')]
    const physicalId = `${WebACLArn}|${ResourceArn}`
    if (STAGE_ARN.test(ResourceArn)) await context.services.wafv2.AssociateWebACL({ WebACLArn, ResourceArn })
    else {
      const message = `${context.logicalId} stands before ${ResourceArn}: web ACLs are emulated before stages of REST APIs only.`
      context.report({ code: 'not-enforced', severity: 'warning', message })
    }
    return { physicalId }
  },
  delete: async (existing, { call, services }) => {
    const ResourceArn = existing.properties.needed('ResourceArn')
    const [, apiId = '', stage = ''] = STAGE_ARN.exec(ResourceArn) ?? []
    // It goes with its stage; one that has another web ACL by now keeps that.
    const current = call.records.stages.get(stage, apiId)?.webAclArn
    if (current === existing.properties.needed('WebACLArn')) await services.wafv2.DisassociateWebACL({ ResourceArn })
  },
}
