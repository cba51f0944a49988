import type { Properties } from '../properties'
import type { Existing, ResourceContext } from '../resource-type'
import { retag } from '../tags'

/** The ARN of something of API Gateway's by its path: it names no account (facts/09, 8). */
export function apiGatewayArn(path: string, { call }: Pick<ResourceContext, 'call'>): string {
  const partition = call.region.startsWith('cn-') ? 'aws-cn' : call.region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
  return `arn:${partition}:apigateway:${call.region}::${path}`
}

/** Brings the tags of something of API Gateway's to what its properties say now. */
export async function retagApiGateway(path: string, properties: Properties, existing: Existing, context: ResourceContext): Promise<void> {
  const resourceArn = apiGatewayArn(path, context)
  const { TagResource, UntagResource } = context.services.apigateway
  await retag(existing, properties.raw['Tags'], context, {
    set: (tags) => TagResource({ resourceArn, tags }),
    unset: (tagKeys) => UntagResource({ resourceArn, tagKeys }),
  })
}

/** The domain name of an ARN such as `arn:aws:apigateway:us-east-1:123456789012:/domainnames/api.internal+abc123`. */
export function domainOfArn(arn: string): { domainName: string; domainNameId?: string } {
  const [domainName = '', domainNameId] = arn.slice(arn.lastIndexOf('/') + 1).split('+')
  return { domainName, ...(domainNameId === undefined ? {} : { domainNameId }) }
}
