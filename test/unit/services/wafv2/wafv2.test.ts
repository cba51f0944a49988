import * as sdk from '@aws-sdk/client-wafv2'
import { emulate, type Gateway } from '../../../../emulator/testing/index'
import { mockOf, restTemplate } from '../../../support/rest-template'
import { ROOT } from '../../../support/sign'

const VisibilityConfig = { CloudWatchMetricsEnabled: false, SampledRequestsEnabled: false, MetricName: 'none' }
const REGIONAL = { Scope: 'REGIONAL' } as const

let gateway: Gateway
let client: sdk.WAFV2Client
let stageArn: string
beforeAll(async () => {
  gateway = await emulate(restTemplate({ routes: { 'GET /in': mockOf('in') } }), { port: 0 })
  client = new sdk.WAFV2Client({ endpoint: gateway.url ?? '', region: 'us-east-1', credentials: ROOT, maxAttempts: 1 })
  stageArn = `arn:aws:apigateway:us-east-1::/restapis/${gateway.outputs['ApiId']}/stages/test`
})
afterAll(async () => {
  client.destroy()
  await gateway.stop()
})
const failure = (sending: Promise<unknown>) =>
  sending.then(
    () => 'none',
    (error: Error) => error.name,
  )
const ask = async () => (await gateway.fetch('/in', { headers: { 'x-portico-source-ip': '192.0.2.1' } })).status

test('a web ACL that the SDK makes stands before a stage, follows its IP set, and goes', async () => {
  const { Summary: set } = await client.send(
    new sdk.CreateIPSetCommand({
      ...REGIONAL,
      Name: 'addresses',
      IPAddressVersion: 'IPV4',
      Addresses: ['192.0.2.0/24'],
      Tags: [{ Key: 'a', Value: 'b' }],
    }),
  )
  const Rules = [
    { Name: 'addresses', Priority: 0, Action: { Block: {} }, VisibilityConfig, Statement: { IPSetReferenceStatement: { ARN: set?.ARN } } },
    {
      Name: 'common',
      Priority: 1,
      OverrideAction: { None: {} },
      VisibilityConfig,
      Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' } },
    },
  ]
  const named = { ...REGIONAL, Name: 'acl', DefaultAction: { Allow: {} }, VisibilityConfig }
  const { Summary: acl } = await client.send(new sdk.CreateWebACLCommand({ ...named, Rules }))
  expect(acl?.ARN).toBe(`arn:aws:wafv2:us-east-1:000000000000:regional/webacl/acl/${acl?.Id}`)
  expect(gateway.diagnostics.map(({ message }) => message)).toEqual([
    'The web ACL acl: The rule common: the managed rule group AWS/AWSManagedRulesCommonRuleSet is not emulated: it lets everything through.',
  ])
  expect(await ask()).toBe(200)

  await client.send(new sdk.AssociateWebACLCommand({ WebACLArn: acl?.ARN, ResourceArn: stageArn }))
  expect(await ask()).toBe(403)
  const { WebACL } = await client.send(new sdk.GetWebACLForResourceCommand({ ResourceArn: stageArn }))
  expect(WebACL).toMatchObject({ Id: acl?.Id, Capacity: 1, LabelNamespace: 'awswaf:000000000000:webacl:acl:' })
  const { ResourceArns } = await client.send(new sdk.ListResourcesForWebACLCommand({ WebACLArn: acl?.ARN }))
  expect(ResourceArns).toEqual([stageArn])

  const before = await client.send(new sdk.GetIPSetCommand({ ...REGIONAL, Name: 'addresses', Id: set?.Id }))
  const update = { ...REGIONAL, Name: 'addresses', Id: set?.Id, Addresses: ['198.51.100.0/24'], LockToken: before.LockToken }
  await client.send(new sdk.UpdateIPSetCommand(update))
  expect(await ask()).toBe(200)
  expect(await failure(client.send(new sdk.UpdateIPSetCommand(update)))).toBe('WAFOptimisticLockException')

  const mine = { ...REGIONAL, Name: 'acl', Id: acl?.Id }
  const { LockToken } = await client.send(new sdk.GetWebACLCommand(mine))
  await client.send(new sdk.UpdateWebACLCommand({ ...mine, DefaultAction: { Block: {} }, VisibilityConfig, LockToken }))
  expect(await ask()).toBe(403)
  expect(gateway.diagnostics).toEqual([])

  const latest = await client.send(new sdk.GetWebACLCommand(mine))
  const gone = new sdk.DeleteWebACLCommand({ ...mine, LockToken: latest.LockToken })
  expect(await failure(client.send(gone))).toBe('WAFAssociatedItemException')
  await client.send(new sdk.DisassociateWebACLCommand({ ResourceArn: stageArn }))
  expect(await ask()).toBe(200)
  await client.send(gone)
  expect((await client.send(new sdk.ListWebACLsCommand(REGIONAL))).WebACLs).toEqual([])
  expect((await client.send(new sdk.ListTagsForResourceCommand({ ResourceARN: set?.ARN }))).TagInfoForResource?.TagList).toEqual([
    { Key: 'a', Value: 'b' },
  ])
})

test.each<[string, () => Promise<unknown>, string]>([
  [
    'an item that is not there',
    () => client.send(new sdk.GetWebACLCommand({ ...REGIONAL, Name: 'none', Id: 'none' })),
    'WAFNonexistentItemException',
  ],
  [
    'a name that is taken',
    async () => {
      const twice = { ...REGIONAL, Name: 'twice', RegularExpressionList: [{ RegexString: 'a' }] }
      await client.send(new sdk.CreateRegexPatternSetCommand(twice))
      await client.send(new sdk.CreateRegexPatternSetCommand(twice))
    },
    'WAFDuplicateItemException',
  ],
  [
    'what is no block of addresses',
    () => client.send(new sdk.CreateIPSetCommand({ ...REGIONAL, Name: 'odd', IPAddressVersion: 'IPV4', Addresses: ['192.0.2.1'] })),
    'WAFInvalidParameterException',
  ],
  [
    'a set that is in use',
    async () => {
      const { Summary } = await client.send(
        new sdk.CreateIPSetCommand({ ...REGIONAL, Name: 'used', IPAddressVersion: 'IPV4', Addresses: [] }),
      )
      const Statement = { IPSetReferenceStatement: { ARN: Summary?.ARN } }
      const Rules = [{ Name: 'one', Priority: 0, Action: { Block: {} }, VisibilityConfig, Statement }]
      await client.send(new sdk.CreateRuleGroupCommand({ ...REGIONAL, Name: 'using', Capacity: 1, VisibilityConfig, Rules }))
      await client.send(new sdk.DeleteIPSetCommand({ ...REGIONAL, Name: 'used', Id: Summary?.Id, LockToken: Summary?.LockToken }))
    },
    'WAFAssociatedItemException',
  ],
  [
    'a resource that is no stage',
    async () => {
      const { Summary } = await client.send(
        new sdk.CreateWebACLCommand({ ...REGIONAL, Name: 'balancer', DefaultAction: { Allow: {} }, VisibilityConfig }),
      )
      const ResourceArn = 'arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/x/1234567890123456'
      await client.send(new sdk.AssociateWebACLCommand({ WebACLArn: Summary?.ARN, ResourceArn }))
    },
    'WAFInvalidParameterException',
  ],
])('refused: %s', async (_what, call, name) => {
  expect(await failure(call())).toBe(name)
})
