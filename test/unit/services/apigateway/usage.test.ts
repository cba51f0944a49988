import { quotaAllowance, quotaCounter, quotaPeriodAt, startOfDay, usageCounter } from '../../../../emulator/model/usage'
import { apigateway } from '../../../../emulator/services/apigateway'
import { bind } from '../../../../emulator/services/operations'
import { MemoryStore } from '../../../../emulator/store/memory-store'
import { testCall } from '../../../support/call'
import { laterRefusal, refusal } from './api'

const iso = (time: number) => new Date(time).toISOString().replace('T00:00:00.000Z', '')

test.each([
  ['DAY', '2026-01-02T03:04:05Z', '2026-01-02', '2026-01-03'],
  ['DAY', '2026-01-02T00:00:00Z', '2026-01-02', '2026-01-03'],
  ['WEEK', '2026-01-02T03:04:05Z', '2025-12-28', '2026-01-04'],
  ['WEEK', '2026-01-04T00:00:00Z', '2026-01-04', '2026-01-11'],
  ['WEEK', '2026-01-03T23:59:59.999Z', '2025-12-28', '2026-01-04'],
  ['MONTH', '2026-01-02T03:04:05Z', '2026-01-01', '2026-02-01'],
  ['MONTH', '2025-12-31T23:59:59Z', '2025-12-01', '2026-01-01'],
  ['MONTH', '2028-02-29T12:00:00Z', '2028-02-01', '2028-03-01'],
] as const)('the %s of %s is %s to %s', (period, time, from, to) => {
  const { startsAt, endsAt } = quotaPeriodAt(period, Date.parse(time))
  expect([iso(startsAt), iso(endsAt)]).toEqual([from, to])
})

test('an offset is taken off in the period in which the quota was set, and not below nothing', () => {
  const quota = { limit: 100, offset: 30, period: 'MONTH' as const }
  const setAt = Date.parse('2026-01-20T00:00:00Z')
  const allowed = (time: string, members = {}) => quotaAllowance({ ...quota, ...members }, setAt, Date.parse(time))
  expect([allowed('2026-01-31T23:00:00Z'), allowed('2026-02-01T00:00:00Z'), allowed('2026-01-01T00:00:00Z', { offset: 200 })]).toEqual([
    70, 100, 0,
  ])
  expect(quotaAllowance(quota, undefined, setAt)).toBe(100)
})

test.each(['2026-02-29', '2026-1-1', 'today', '', '2026-01-01T00:00:00Z'])('%j is no day', (day) => expect(startOfDay(day)).toBeUndefined())

/** An account at 2026-01-02T03:04:05Z (a Friday) with a plan and two keys of it, and requests that the gateway counted. */
function account(quota?: object) {
  const call = testCall({ store: new MemoryStore() })
  const gw = bind(apigateway.operations, call)
  const planId = gw.CreateUsagePlan({ name: 'p', quota: quota as never }).id as string
  const keys = ['one', 'two'].map((name) => gw.CreateApiKey({ name }).id)
  for (const keyId of keys) gw.CreateUsagePlanKey({ usagePlanId: planId, keyId, keyType: 'API_KEY' })
  const [keyId = '', other = ''] = keys
  const use = { account: call.account, region: call.region, planId, keyId }
  const count = (day: string, requests: number, ...periods: [period: 'DAY' | 'WEEK' | 'MONTH', firstDay: string][]) => {
    const forever = Number.POSITIVE_INFINITY
    call.store.count(usageCounter(use, day), requests, forever, call.clock.now())
    for (const [period, firstDay] of periods) call.store.count(quotaCounter(use, period, firstDay), requests, forever, call.clock.now())
  }
  const get = async (startDate: string, endDate: string, members: object = {}) =>
    (await gw.GetUsage({ usagePlanId: planId, startDate, endDate, ...members })).items
  const grant = (value: string | undefined, members: object = {}) =>
    gw.UpdateUsage({ usagePlanId: planId, keyId, patchOperations: [{ op: 'replace', path: '/remaining', value }], ...members })
  return { call, gw, planId, keyId, other, count, get, grant }
}

test('GetUsage: used and remaining by key and day, a new quota every day', async () => {
  const { gw, planId, keyId, other, count, get } = account({ limit: 10, period: 'DAY' })
  count('2026-01-01', 4, ['DAY', '2026-01-01'])
  count('2026-01-02', 12, ['DAY', '2026-01-02'])
  const answer = await gw.GetUsage({ usagePlanId: planId, startDate: '2025-12-31', endDate: '2026-01-03' })
  const idle = [0, 10]
  expect(answer).toEqual({
    usagePlanId: planId,
    startDate: '2025-12-31',
    endDate: '2026-01-03',
    items: { [keyId]: [idle, [4, 6], [12, 0], idle], [other]: [idle, idle, idle, idle] },
  })
  expect(await get('2026-01-01', '2026-01-01', { keyId })).toEqual({ [keyId]: [[4, 6]] })
  const page = await gw.GetUsage({ usagePlanId: planId, startDate: '2026-01-01', endDate: '2026-01-01', limit: 1 })
  expect(page.items).toEqual({ [keyId]: [[4, 6]] })
  expect(Object.keys((await get('2026-01-01', '2026-01-01', { position: page.position })) ?? {})).toEqual([other])
})

test('GetUsage: the quota of a week goes down from day to day', async () => {
  const { keyId, count, get } = account({ limit: 100, period: 'WEEK' })
  count('2025-12-27', 50, ['WEEK', '2025-12-21'])
  count('2025-12-28', 1, ['WEEK', '2025-12-28'])
  count('2025-12-30', 20, ['WEEK', '2025-12-28'])
  const items = await get('2025-12-27', '2026-01-01', { keyId })
  expect(items?.[keyId]).toEqual([
    [50, 50],
    [1, 99],
    [0, 99],
    [20, 79],
    [0, 79],
    [0, 79],
  ])
})

test('without a quota there is no limit to tell', async () => {
  const { keyId, count, get, grant } = account()
  count('2026-01-01', 4)
  expect(await get('2026-01-01', '2026-01-01', { keyId })).toEqual({ [keyId]: [[4, -1]] })
  expect(await laterRefusal(grant('5'))).toContain('400 BadRequestException')
})

test('UpdateUsage sets what is left of the present period, for one key, until the next', async () => {
  const { gw, call, keyId, other, planId, count, get, grant } = account({ limit: 10, period: 'MONTH', offset: 3 })
  expect(gw.GetUsagePlan({ usagePlanId: planId })).not.toHaveProperty('quotaSetAt')
  count('2026-01-02', 9, ['MONTH', '2026-01-01'])
  expect(await get('2026-01-02', '2026-01-02')).toEqual({ [keyId]: [[9, 0]], [other]: [[0, 7]] })
  expect(await grant('25')).toEqual({
    usagePlanId: planId,
    startDate: '2026-01-02',
    endDate: '2026-01-02',
    items: { [keyId]: [[9, 25]] },
  })
  count('2026-01-02', 5, ['MONTH', '2026-01-01'])
  expect((await get('2026-01-02', '2026-01-02'))?.[keyId]).toEqual([[14, 20]])
  await call.clock.advance(31 * 86_400_000)
  expect((await get('2026-02-02', '2026-02-02', { keyId }))?.[keyId]).toEqual([[0, 10]])
})

test('refusals', async () => {
  const { gw, get, grant, planId } = account({ limit: 10, period: 'DAY' })
  const BAD = '400 BadRequestException'
  const NO_PLAN = '404 NotFoundException Invalid Usage Plan ID specified'
  const NO_KEY = '404 NotFoundException Invalid API Key identifier specified'
  expect(await laterRefusal(get('2026-01-01', '2026-01-01', { usagePlanId: 'nope' }))).toBe(NO_PLAN)
  expect(await laterRefusal(get('2026-01-01', '2026-01-01', { keyId: 'nope' }))).toBe(NO_KEY)
  for (const [from, to] of [
    ['2026-01-02', '2026-01-01'],
    ['2026-01-01', 'tomorrow'],
    ['', '2026-01-01'],
    ['2026-01-01', '2026-06-01'],
  ] as const) {
    expect(await laterRefusal(get(from, to))).toContain(BAD)
  }
  expect(await laterRefusal(grant('1', { usagePlanId: 'nope' }))).toBe(NO_PLAN)
  expect(await laterRefusal(grant('1', { keyId: 'nope' }))).toBe(NO_KEY)
  for (const value of ['-1', 'x', undefined]) expect(await laterRefusal(grant(value))).toContain(BAD)
  expect(await laterRefusal(grant('1', { patchOperations: [{ op: 'replace', path: '/used', value: '1' }] }))).toBe(
    `${BAD} Invalid patch path  '/used' specified for op 'replace'. Must be one of: [/remaining]`,
  )
  expect(refusal(() => gw.DeleteUsagePlan({ usagePlanId: planId }))).toBe('not refused')
})
