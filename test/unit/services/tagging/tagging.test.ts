import { acm } from '../../../../emulator/services/acm'
import { apigateway } from '../../../../emulator/services/apigateway'
import { cloudformation } from '../../../../emulator/services/cloudformation'
import { iam } from '../../../../emulator/services/iam'
import { logs } from '../../../../emulator/services/logs'
import { bind } from '../../../../emulator/services/operations'
import { tagging } from '../../../../emulator/services/tagging'
import { testCall } from '../../../support/call'

async function account() {
  const call = testCall()
  const others = {
    acm: bind(acm.operations, call),
    apigateway: bind(apigateway.operations, call),
    cloudformation: bind(cloudformation.operations, call),
    iam: bind(iam.operations, call),
    logs: bind(logs.operations, call),
  }
  const api = await others.apigateway.CreateRestApi({ name: 'shop', tags: { team: 'a' } })
  const method = { restApiId: api.id, resourceId: api.rootResourceId, httpMethod: 'GET' }
  await others.apigateway.PutMethod({ ...method, authorizationType: 'NONE' })
  await others.apigateway.PutIntegration({ ...method, type: 'MOCK' })
  const deployment = await others.apigateway.CreateDeployment({ restApiId: api.id })
  await others.apigateway.CreateStage({ restApiId: api.id, deploymentId: deployment.id, stageName: 'prod', tags: { team: 'b' } })
  await others.logs.CreateLogGroup({ logGroupName: '/g', tags: { team: 'a', env: 'x' } })
  await others.logs.CreateLogGroup({ logGroupName: '/untagged' })
  await others.iam.CreateRole({ RoleName: 'r', AssumeRolePolicyDocument: '{"Statement":[]}', Tags: [{ Key: 'env', Value: 'y' }] })
  const { CertificateArn = '' } = await others.acm.RequestCertificate({ DomainName: 'a.test' })
  await others.cloudformation.CreateStack({
    StackName: 'S',
    TemplateBody: JSON.stringify({ Resources: { H: { Type: 'AWS::CloudFormation::WaitConditionHandle' } } }),
    Tags: [{ Key: 'team', Value: 'c' }],
  })
  const arns = {
    api: `arn:aws:apigateway:us-east-1::/restapis/${api.id}`,
    stage: `arn:aws:apigateway:us-east-1::/restapis/${api.id}/stages/prod`,
    group: 'arn:aws:logs:us-east-1:123456789012:log-group:/g',
    untagged: 'arn:aws:logs:us-east-1:123456789012:log-group:/untagged',
    role: 'arn:aws:iam::123456789012:role/r',
    certificate: CertificateArn,
    stack: call.records.stacks.ids()[0] as string,
  }
  return { ...bind(tagging.operations, call), ...others, arns, call }
}
type Name = keyof Awaited<ReturnType<typeof account>>['arns']

test('resources are found by their tags, their types and their ARNs, in pages', async () => {
  const { GetResources, GetTagKeys, GetTagValues, arns } = await account()
  const found = async (input: Parameters<typeof GetResources>[0]) => {
    const { ResourceTagMappingList = [], PaginationToken } = await GetResources(input)
    const names = ResourceTagMappingList.map(({ ResourceARN }) => Object.entries(arns).find(([, arn]) => arn === ResourceARN)?.[0])
    return { names, token: PaginationToken }
  }
  const cases: [Parameters<typeof GetResources>[0], Name[]][] = [
    [{}, ['api', 'stage', 'group', 'role', 'stack']],
    [{ TagFilters: [{ Key: 'team' }] }, ['api', 'stage', 'group', 'stack']],
    [{ TagFilters: [{ Key: 'team', Values: ['a', 'c'] }] }, ['api', 'group', 'stack']],
    [{ TagFilters: [{ Key: 'team', Values: ['a'] }, { Key: 'env' }] }, ['group']],
    [{ ResourceTypeFilters: ['apigateway', 'iam:role'] }, ['api', 'stage', 'role']],
    [{ ResourceTypeFilters: ['apigateway:restapis'], TagFilters: [{ Key: 'team', Values: ['b'] }] }, ['stage']],
    [{ ResourceARNList: [arns.untagged, arns.certificate] }, ['untagged', 'certificate']],
  ]
  for (const [input, names] of cases) expect(await found(input)).toEqual({ names, token: '' })
  const first = await found({ ResourcesPerPage: 3 })
  expect((await found({ ResourcesPerPage: 3, PaginationToken: first.token })).names).toEqual(['role', 'stack'])
  expect(await GetTagKeys({})).toEqual({ TagKeys: ['env', 'team'], PaginationToken: '' })
  expect(await GetTagValues({ Key: 'team' })).toEqual({ TagValues: ['a', 'b', 'c'], PaginationToken: '' })
})

test('tags are put where each service keeps them; what cannot be tagged is told', async () => {
  const { TagResources, UntagResources, arns, ...services } = await account()
  const ResourceARNList = [arns.api, `${arns.group}:*`, arns.role, arns.certificate, arns.stack, 'arn:aws:sqs:us-east-1:1:q']
  const { FailedResourcesMap = {} } = await TagResources({ ResourceARNList, Tags: { added: '1' } })
  expect(Object.entries(FailedResourcesMap).map(([arn, { ErrorCode }]) => [arn, ErrorCode])).toEqual([
    [arns.stack, 'InvalidParameterException'],
    ['arn:aws:sqs:us-east-1:1:q', 'InvalidParameterException'],
  ])
  await UntagResources({ ResourceARNList: [arns.api, arns.group], TagKeys: ['team'] })
  expect(await services.apigateway.GetTags({ resourceArn: arns.api })).toEqual({ tags: { added: '1' } })
  expect(await services.logs.ListTagsForResource({ resourceArn: arns.group })).toEqual({ tags: { env: 'x', added: '1' } })
  expect((await services.iam.GetRole({ RoleName: 'r' })).Role?.Tags).toContainEqual({ Key: 'added', Value: '1' })
  expect(await services.acm.ListTagsForCertificate({ CertificateArn: arns.certificate })).toEqual({ Tags: [{ Key: 'added', Value: '1' }] })
  await UntagResources({ ResourceARNList: [arns.api], TagKeys: ['added'] })
  expect(services.call.records.restApis.list()[0]).not.toHaveProperty('tags')
})

test('mistakes are refused', async () => {
  const { GetResources, TagResources, UntagResources } = await account()
  const runs: (() => unknown)[] = [
    () => GetResources({ ResourceARNList: ['a'], TagFilters: [{ Key: 'k' }] }),
    () => GetResources({ ResourcesPerPage: 101 }),
    () => GetResources({ TagFilters: [{ Values: ['v'] }] }),
    () => TagResources({ ResourceARNList: [], Tags: { a: 'b' } }),
    () => TagResources({ ResourceARNList: ['a'], Tags: {} }),
    () => TagResources({ ResourceARNList: ['a'], Tags: { 'aws:x': 'b' } }),
    () => UntagResources({ ResourceARNList: ['a'], TagKeys: [] }),
  ]
  for (const run of runs) await expect(async () => run()).rejects.toMatchObject({ code: 'InvalidParameterException', status: 400 })
})
