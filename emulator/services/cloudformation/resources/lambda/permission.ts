import type { FunctionUrlAuthType } from '@aws-sdk/client-lambda'
import { boolean, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

export const permission: ResourceType = {
  type: 'AWS::Lambda::Permission',
  properties: {
    Action: required(string),
    EventSourceToken: string,
    FunctionName: required(string),
    FunctionUrlAuthType: string,
    InvokedViaFunctionUrl: boolean,
    Principal: required(string),
    PrincipalOrgID: string,
    SourceAccount: string,
    SourceArn: string,
  },
  attributes: ['Id'],
  replaceOn: [
    'Action',
    'EventSourceToken',
    'FunctionName',
    'FunctionUrlAuthType',
    'InvokedViaFunctionUrl',
    'Principal',
    'PrincipalOrgID',
    'SourceAccount',
    'SourceArn',
  ],
  create: async (properties, context) => {
    const StatementId = context.physicalName(100)
    await context.services.lambda.AddPermission({
      StatementId,
      Action: properties.needed('Action'),
      EventSourceToken: properties.text('EventSourceToken'),
      FunctionName: properties.needed('FunctionName'),
      FunctionUrlAuthType: properties.text('FunctionUrlAuthType') as FunctionUrlAuthType | undefined,
      InvokedViaFunctionUrl: properties.flag('InvokedViaFunctionUrl'),
      Principal: properties.needed('Principal'),
      PrincipalOrgID: properties.text('PrincipalOrgID'),
      SourceAccount: properties.text('SourceAccount'),
      SourceArn: properties.text('SourceArn'),
    })
    return { physicalId: StatementId, attributes: { Id: StatementId } }
  },
  delete: async (existing, { services }) => {
    await services.lambda.RemovePermission({
      FunctionName: existing.properties.needed('FunctionName'),
      StatementId: existing.physicalId,
    })
  },
}
