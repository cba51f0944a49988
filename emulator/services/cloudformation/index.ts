import type * as client from '@aws-sdk/client-cloudformation'
import type { Operations, Service } from '../operations'
import * as describe from './describe-operations'
import * as exportOperations from './export-operations'
import * as stacks from './stack-operations'
import * as templates from './template-operations'

export { type Deployed, type DeployInput, deleteStack, deployStack } from './deploy'
export { subjectPlace } from './subjects'

/** AWS CloudFormation: every operation that is served. */
const operations = {
  CreateStack: stacks.CreateStack,
  DeleteStack: stacks.DeleteStack,
  DescribeStackEvents: describe.DescribeStackEvents,
  DescribeStackResource: describe.DescribeStackResource,
  DescribeStackResources: describe.DescribeStackResources,
  DescribeStacks: describe.DescribeStacks,
  GetTemplate: templates.GetTemplate,
  GetTemplateSummary: templates.GetTemplateSummary,
  ListExports: exportOperations.ListExports,
  ListImports: exportOperations.ListImports,
  ListStackResources: describe.ListStackResources,
  ListStacks: describe.ListStacks,
  UpdateStack: stacks.UpdateStack,
  ValidateTemplate: templates.ValidateTemplate,
}

export const cloudformation = { name: 'cloudformation', operations } satisfies Service<Partial<Operations<typeof client>>>
