import type * as client from '@aws-sdk/client-cloudformation'
import type { Operations, Service } from '../operations'
import * as changeSets from './change-sets'
import * as describe from './describe-operations'
import * as executing from './execute-change-set'
import * as exportOperations from './export-operations'
import * as events from './operation-events'
import * as rollback from './rollback'
import * as stacks from './stack-operations'
import * as policies from './stack-policy'
import * as templates from './template-operations'

export { type Deployed, type DeployInput, deleteStack, deployStack } from './deploy'
export { TemplateError } from './findings'
export { subjectMetadata, subjectNames, subjectPlace, withPlace } from './subjects'
export { readTemplate, type Template } from './template'

/** AWS CloudFormation: every operation that is served. */
const operations = {
  CancelUpdateStack: stacks.CancelUpdateStack,
  ContinueUpdateRollback: rollback.ContinueUpdateRollback,
  CreateChangeSet: changeSets.CreateChangeSet,
  CreateStack: stacks.CreateStack,
  DeleteChangeSet: changeSets.DeleteChangeSet,
  DeleteStack: stacks.DeleteStack,
  DescribeChangeSet: changeSets.DescribeChangeSet,
  DescribeEvents: events.DescribeEvents,
  DescribeStackEvents: describe.DescribeStackEvents,
  DescribeStackResource: describe.DescribeStackResource,
  DescribeStackResources: describe.DescribeStackResources,
  DescribeStacks: describe.DescribeStacks,
  ExecuteChangeSet: executing.ExecuteChangeSet,
  GetStackPolicy: policies.GetStackPolicy,
  GetTemplate: templates.GetTemplate,
  GetTemplateSummary: templates.GetTemplateSummary,
  ListChangeSets: changeSets.ListChangeSets,
  ListExports: exportOperations.ListExports,
  ListHookResults: events.ListHookResults,
  ListImports: exportOperations.ListImports,
  ListStackResources: describe.ListStackResources,
  ListStacks: describe.ListStacks,
  RollbackStack: rollback.RollbackStack,
  SetStackPolicy: policies.SetStackPolicy,
  UpdateStack: stacks.UpdateStack,
  UpdateTerminationProtection: stacks.UpdateTerminationProtection,
  ValidateTemplate: templates.ValidateTemplate,
}

export const cloudformation = { name: 'cloudformation', operations } satisfies Service<Partial<Operations<typeof client>>>
