import type { StatusType } from '@aws-sdk/client-iam'
import { number, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

/** Keys of a user. A higher `Serial` makes new ones in place of the old. */
export const accessKey: ResourceType = {
  type: 'AWS::IAM::AccessKey',
  properties: { Serial: number, Status: string, UserName: required(string) },
  attributes: ['Id', 'SecretAccessKey'],
  replaceOn: ['Serial', 'UserName'],
  create: async (properties, { services: { iam } }) => {
    const UserName = properties.needed('UserName')
    const { AccessKey } = await iam.CreateAccessKey({ UserName })
    const AccessKeyId = AccessKey?.AccessKeyId ?? ''
    const Status = properties.text('Status') as StatusType | undefined
    if (Status !== undefined) await iam.UpdateAccessKey({ UserName, AccessKeyId, Status })
    return { physicalId: AccessKeyId, attributes: { Id: AccessKeyId, SecretAccessKey: AccessKey?.SecretAccessKey ?? '' } }
  },
  update: async (properties, existing, { services: { iam } }) => {
    const Status = (properties.text('Status') ?? 'Active') as StatusType
    await iam.UpdateAccessKey({ UserName: properties.needed('UserName'), AccessKeyId: existing.physicalId, Status })
    return existing
  },
  delete: async (existing, { services: { iam } }) => {
    await iam.DeleteAccessKey({ UserName: existing.properties.needed('UserName'), AccessKeyId: existing.physicalId })
  },
}
