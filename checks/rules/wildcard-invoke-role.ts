import type { Rule } from '../rule'
import { type Entry, entriesOf, entryOf, type Resource, referenceIn, type Template, textOf } from '../template'

/** Actions that know no resource. */
const WITHOUT_RESOURCE = /^(?:logs|xray|cloudwatch|ec2):/

export const wildcardInvokeRole: Rule = {
  id: 'wildcard-invoke-role',
  severity: 'warning',
  fix: 'Name the function, queue or table in Resource, and the one action that the route needs.',
  documentation:
    'The role of an integration is what API Gateway may do for whoever calls the route. With Resource "*", or an Action of "*" or "lambda:*", a mapping that takes a name from the request reaches every function or table of the account.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
  *find({ template }) {
    for (const role of template.ofType('AWS::IAM::Role').filter(isOfGateway)) {
      for (const { document, resource } of documentsOf(role, template)) {
        const wide = entriesOf(document['Statement'] ?? []).find(isWide)
        if (wide === undefined) continue
        yield {
          message: `${role.id}, which API Gateway takes, may do ${[wide['Action']].flat().join(', ')} on ${[wide['Resource']].flat().join(', ')}.`,
          resource: resource.id,
          property: 'Properties',
        }
      }
      const managed = [role.properties['ManagedPolicyArns'] ?? []]
        .flat()
        .map(String)
        .find((arn) => /(?:FullAccess|AdministratorAccess|PowerUserAccess|AWSLambdaRole)$/.test(arn))
      if (managed !== undefined)
        yield {
          message: `${role.id}, which API Gateway takes, has ${managed.split('/').at(-1)}.`,
          resource: role.id,
          property: 'Properties.ManagedPolicyArns',
        }
    }
  },
}

function isOfGateway({ properties }: Resource): boolean {
  return entriesOf(entryOf(properties['AssumeRolePolicyDocument'])['Statement'] ?? []).some((statement) =>
    [entryOf(statement['Principal'])['Service'] ?? []].flat().includes('apigateway.amazonaws.com'),
  )
}

function documentsOf(role: Resource, template: Template): { document: Entry; resource: Resource }[] {
  const inline = entriesOf(role.properties['Policies'] ?? []).map((policy) => ({
    document: entryOf(policy['PolicyDocument']),
    resource: role,
  }))
  const attached = [...template.ofType('AWS::IAM::Policy'), ...template.ofType('AWS::IAM::ManagedPolicy')]
    .filter(({ properties }) => [properties['Roles'] ?? []].flat().some((name) => referenceIn(name) === role.id))
    .map((resource) => ({ document: entryOf(resource.properties['PolicyDocument']), resource }))
  return [...inline, ...attached]
}

function isWide(statement: Entry): boolean {
  if (statement['Effect'] !== 'Allow') return false
  const actions = [statement['Action'] ?? []]
    .flat()
    .map((action) => textOf(action) ?? '')
    .filter((action) => !WITHOUT_RESOURCE.test(action))
  const resources = [statement['Resource'] ?? []].flat().map(String)
  if (actions.length === 0) return false
  return (
    resources.some((one) => one === '*' || /:function:\*$/.test(one)) ||
    actions.some((action) => action === '*' || /^(?:lambda|dynamodb|sqs|s3|iam):\*$/.test(action))
  )
}
