import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StackRecord } from '../../../../emulator/model/account-services'
import { deployStack } from '../../../../emulator/services/cloudformation'
import { testCall } from '../../../support/call'

const file = join(__dirname, '../../../fixtures/templates/iam.yaml')

test('users, their keys and their policies follow the template', async () => {
  const call = testCall()
  const deploy = (parameters: Record<string, string> = {}) =>
    deployStack({ stackName: 'Iam', templateBody: readFileSync(file, 'utf8'), file, parameters, tags: {} }, call)
  const output = (stack: StackRecord, name: string) => stack.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue

  const { stack: first } = await deploy()
  const ada = String(first.resources['Ada']?.physicalId)
  const shared = String(first.resources['Shared']?.physicalId)
  const [key] = call.records.accessKeys.list('grace')
  expect(key).toMatchObject({ AccessKeyId: first.resources['Key']?.physicalId, SecretAccessKey: output(first, 'Secret'), Status: 'Active' })
  expect(output(first, 'AdaArn')).toBe(`arn:aws:iam::123456789012:user/people/${ada}`)
  expect(call.records.users.get(ada)).toMatchObject({
    attachedPolicies: ['arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess'],
    inlinePolicies: { first: expect.stringContaining('s3:*'), invoke: expect.stringContaining('execute-api:Invoke') },
    user: { PermissionsBoundary: { PermissionsBoundaryArn: 'arn:aws:iam::aws:policy/AdministratorAccess' } },
  })
  expect(call.records.users.get('grace')).toMatchObject({ attachedPolicies: [shared], inlinePolicies: {} })
  expect(first.resources['Shared']?.attributes).toMatchObject({ AttachmentCount: 1 })

  const { stack: second } = await deploy({ Note: 'second', Status: 'Inactive' })
  expect(second.StackStatus).toBe('UPDATE_COMPLETE')
  expect(output(second, 'AdaArn')).toBe(`arn:aws:iam::123456789012:user/staff/${ada}`)
  expect(Object.keys(call.records.users.get(ada)?.inlinePolicies ?? {})).toEqual(['second'])
  expect(call.records.users.get(ada)?.attachedPolicies).toEqual([shared])
  expect(call.records.users.get(ada)?.user.PermissionsBoundary).toBeUndefined()
  expect(Object.keys(call.records.users.get('grace')?.inlinePolicies ?? {})).toEqual(['invoke'])
  expect(call.records.users.get('grace')?.attachedPolicies).toEqual([])
  expect(call.records.accessKeys.list('grace')).toEqual([{ ...key, Status: 'Inactive' }])
})
