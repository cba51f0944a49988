import type { Rule } from '../rule'
import { type Resource, referenceIn, type Template } from '../template'

/** The end of a logical id that is made of what is deployed. */
const DIGEST = /[0-9a-fA-F]{10,}$/

export const deploymentStale: Rule = {
  id: 'deployment-stale',
  severity: 'warning',
  fix: 'Let the deployment depend on every method, and give it a logical id that changes with them (our constructs do both).',
  documentation:
    'A stage serves what its deployment found when it was made. A deployment that does not depend on a method may be made before it. A deployment whose logical id stays the same is not made again when the API changes: the stage goes on serving the old API. That, and routes which nothing in their template deploys, are told as information: how ids come about, and what other templates do, cannot be seen.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-deployment.html',
  *find({ apis, template }) {
    for (const { routes, deployments, name, resource, stages } of apis) {
      const methods = routes.filter((route) => route.resource.type === 'AWS::ApiGateway::Method')
      const [first] = methods
      if (deployments.length === 0 && first !== undefined && (resource === undefined || stages.length === 0))
        yield {
          message: `Nothing in the template deploys the ${methods.length === 1 ? 'route' : `${methods.length} routes`} that it adds to ${name}.`,
          resource: first.resource.id,
          severity: 'info',
          fix: 'Deploy the API in the template that changes it, or see to it that another one does.',
        }
      for (const deployment of deployments) {
        const known = dependenciesOf(deployment, template)
        const missed = methods.filter((route) => !known.has(route.resource.id))
        if (missed.length > 0)
          yield {
            message: `${deployment.id} may be made before ${missed
              .map(({ verb, path }) => `${verb} ${path}`)
              .slice(0, 5)
              .join(', ')}: it does not depend on ${missed.length === 1 ? 'it' : 'them'}.`,
            resource: deployment.id,
            property: 'DependsOn',
            fix: 'Name the methods in its DependsOn.',
          }
        if (!DIGEST.test(deployment.id))
          yield {
            message: `${deployment.id} keeps its logical id: a change of the API alone is not deployed.`,
            resource: deployment.id,
            severity: 'info',
            fix: 'Make a digest of the API part of its logical id.',
          }
      }
    }
  },
}

/** All that has to be there before a resource. */
function dependenciesOf(resource: Resource, template: Template): Set<string> {
  const found = new Set<string>()
  const visit = (one: Resource) => {
    for (const id of one.dependsOn) {
      const next = template.resources.get(referenceIn(id) ?? id)
      if (next === undefined || found.has(next.id)) continue
      found.add(next.id)
      visit(next)
    }
  }
  visit(resource)
  return found
}
