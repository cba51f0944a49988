import type { StageRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { findItem, invalid, nonexistent, type WafOperations } from './operations'

/** A stage that a web ACL stands before. */
interface Place {
  readonly apiId: string
  readonly stage: StageRecord
}

/** The web ACL goes with the stage, as GetStage shows it. */
export const AssociateWebACL: WafOperations['AssociateWebACL'] = ({ WebACLArn = '', ResourceArn }, call) => {
  const { item } = findItem(call, 'webAcls', { Id: WebACLArn.split('/').at(-1) })
  const { apiId, stage } = placeOf(call, ResourceArn)
  call.records.stages.put({ ...stage, webAclArn: item.ARN }, stage.stageName, apiId)
  return {}
}

export const DisassociateWebACL: WafOperations['DisassociateWebACL'] = ({ ResourceArn }, call) => {
  const { apiId, stage } = placeOf(call, ResourceArn)
  const { webAclArn: _gone, ...rest } = stage
  call.records.stages.put(rest, stage.stageName, apiId)
  return {}
}

export const GetWebACLForResource: WafOperations['GetWebACLForResource'] = ({ ResourceArn }, call) => {
  const { webAclArn } = placeOf(call, ResourceArn).stage
  return webAclArn === undefined ? {} : { WebACL: findItem(call, 'webAcls', { Id: webAclArn.split('/').at(-1) }).item }
}

export const ListResourcesForWebACL: WafOperations['ListResourcesForWebACL'] = ({ WebACLArn = '' }, call) => ({
  ResourceArns: associatedStages(call, WebACLArn),
})

/** The ARNs of the stages that a web ACL stands before. */
export function associatedStages({ records, region }: Call, webAclArn: string): string[] {
  return records.stages.parents().flatMap((apiId) =>
    records.stages
      .list(apiId)
      .filter((stage) => stage.webAclArn === webAclArn)
      .map(({ stageName }) => `arn:aws:apigateway:${region}::/restapis/${apiId}/stages/${stageName}`),
  )
}

/** Stages of REST APIs are all that web ACLs stand before here. */
function placeOf({ records }: Call, arn = ''): Place {
  const [, apiId, name] = STAGE_ARN.exec(arn) ?? []
  if (apiId === undefined || name === undefined)
    throw invalid(
      'The ARN isn’t valid. A valid ARN begins with arn: and includes other information separated by colons or slashes.',
      'RESOURCE_ARN',
      arn,
    )
  const stage = records.stages.get(name, apiId)
  if (stage === undefined) throw nonexistent()
  return { apiId, stage }
}

/** The ARN of a stage, as AWS WAF names it. */
export const STAGE_ARN = /^arn:[^:]+:apigateway:[^:]*::\/restapis\/([^/]+)\/stages\/([^/]+)$/
