import { CfnElement, type CfnResource } from 'aws-cdk-lib'
import { isFolded } from './rendered'

/** What of a template still refers to resources that are not in it: CloudFormation would only say so at deployment. */
export function danglingReferences(restApi: CfnResource, folded: readonly CfnResource[]): string[] {
  const { stack } = restApi
  const paths = new Map(folded.map((resource) => [stack.resolve(resource.logicalId) as string, resource.node.path]))
  const elements = stack.node.findAll().filter((node): node is CfnElement => CfnElement.isCfnElement(node) && node.stack === stack)
  return elements
    .filter((element) => element !== restApi && !isFolded(element))
    .flatMap((element) => {
      const text = JSON.stringify(stack.resolve((element as unknown as { _toCloudFormation(): object })._toCloudFormation()))
      const ids = [...text.matchAll(/"(?:Ref|Fn::GetAtt)":(?:\[)?"(\w+)"/g)].map(([, id]) => id as string)
      return [...new Set(ids)]
        .filter((id) => paths.has(id))
        .map(
          (id) =>
            `${element.node.path} refers to ${paths.get(id)}, which is in the OpenAPI body of the API and no resource. Fix: write emit: "resources", or an authorization of Auth that makes its own.`,
        )
    })
}
