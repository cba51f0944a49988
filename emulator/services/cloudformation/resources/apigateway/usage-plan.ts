import type { ApiStage, PatchOperation, QuotaPeriodType } from '@aws-sdk/client-api-gateway'
import { changedValues } from '../patches'
import { Properties } from '../properties'
import { json, number, string } from '../property-table'
import type { ResourceContext, ResourceType } from '../resource-type'
import { retagApiGateway } from './arn'

export const usagePlan: ResourceType = {
  type: 'AWS::ApiGateway::UsagePlan',
  properties: {
    'ApiStages[].ApiId': string,
    'ApiStages[].Stage': string,
    'ApiStages[].Throttle.*.BurstLimit': number,
    'ApiStages[].Throttle.*.RateLimit': number,
    Description: string,
    'Quota.Limit': number,
    'Quota.Offset': number,
    'Quota.Period': string,
    Tags: json,
    'Throttle.BurstLimit': number,
    'Throttle.RateLimit': number,
    UsagePlanName: string,
  },
  attributes: ['Id'],
  replaceOn: [],
  create: async (properties, context) => {
    const quota = properties.entry('Quota')
    const made = await context.services.apigateway.CreateUsagePlan({
      name: properties.text('UsagePlanName') ?? context.physicalName(128),
      description: properties.text('Description'),
      apiStages: apiStages(properties, context),
      quota:
        quota === undefined
          ? undefined
          : { limit: quota.number('Limit'), offset: quota.number('Offset'), period: quota.text('Period') as QuotaPeriodType | undefined },
      throttle: throttleOf(properties.entry('Throttle')),
      tags: context.tags(properties.raw['Tags']),
    })
    const id = made.id ?? ''
    return { physicalId: id, attributes: { Id: id }, subject: `/usageplans/${id}` }
  },
  update: async (properties, existing, context) => {
    const before = existing.properties
    const patchOperations = [
      ...changedValues(before, properties, {
        '/description': 'Description',
        '/name': ['UsagePlanName', before.text('UsagePlanName') ?? ''],
      }),
      ...group(before, properties, 'Throttle', { '/throttle/burstLimit': 'BurstLimit', '/throttle/rateLimit': 'RateLimit' }),
      ...group(before, properties, 'Quota', { '/quota/limit': 'Limit', '/quota/offset': ['Offset', '0'], '/quota/period': 'Period' }),
      ...stagePatches(before, properties, context),
    ]
    const usagePlanId = existing.physicalId
    if (patchOperations.length > 0) await context.services.apigateway.UpdateUsagePlan({ usagePlanId, patchOperations })
    await retagApiGateway(`/usageplans/${usagePlanId}`, properties, existing, context)
    return existing
  },
  // A plan that still has stages cannot be deleted.
  delete: async (existing, context) => {
    const { services } = context
    const patchOperations = stagePatches(existing.properties, new Properties({}), context)
    if (patchOperations.length > 0) await services.apigateway.UpdateUsagePlan({ usagePlanId: existing.physicalId, patchOperations })
    await services.apigateway.DeleteUsagePlan({ usagePlanId: existing.physicalId })
  },
}

function throttleOf(throttle: Properties | undefined): { burstLimit?: number; rateLimit?: number } | undefined {
  if (throttle === undefined) return undefined
  const [burstLimit, rateLimit] = [throttle.number('BurstLimit'), throttle.number('RateLimit')]
  return { ...(burstLimit === undefined ? {} : { burstLimit }), ...(rateLimit === undefined ? {} : { rateLimit }) }
}

/** The stages of REST APIs; those of APIs that are not emulated are told of, and left out. */
function apiStages(properties: Properties, context: ResourceContext): ApiStage[] {
  const stages = properties.entries('ApiStages')
  const served = stages.filter((stage) => !context.isStandIn(stage.text('ApiId')))
  if (served.length < stages.length) {
    const message = `${context.type} (${context.logicalId}) names stages of APIs that are not emulated: they are left out of the plan.`
    context.report({ code: 'not-enforced', severity: 'warning', message })
  }
  return served.map((stage) => {
    const throttle = Object.entries(stage.entryMap('Throttle')).map(([key, limits]) => [key, throttleOf(limits) ?? {}])
    return {
      apiId: stage.text('ApiId'),
      stage: stage.text('Stage'),
      ...(throttle.length === 0 ? {} : { throttle: Object.fromEntries(throttle) }),
    }
  })
}

function group(before: Properties, after: Properties, name: string, rows: Parameters<typeof changedValues>[2]): PatchOperation[] {
  const [old, now] = [before.entry(name), after.entry(name)]
  if (now === undefined) return old === undefined ? [] : [{ op: 'remove', path: `/${name.toLowerCase()}` }]
  return changedValues(old ?? new Properties({}), now, rows)
}

function stagePatches(before: Properties, after: Properties, context: ResourceContext): PatchOperation[] {
  const keyOf = (stage: ApiStage) => `${stage.apiId}:${stage.stage}`
  const [old, now] = [apiStages(before, context), apiStages(after, context)]
  const operations: PatchOperation[] = []
  for (const stage of old) {
    if (!now.some((other) => keyOf(other) === keyOf(stage))) operations.push({ op: 'remove', path: '/apiStages', value: keyOf(stage) })
  }
  for (const stage of now) {
    const known = old.find((other) => keyOf(other) === keyOf(stage))
    if (known === undefined) operations.push({ op: 'add', path: '/apiStages', value: keyOf(stage) })
    if (JSON.stringify(known?.throttle ?? {}) === JSON.stringify(stage.throttle ?? {})) continue
    operations.push({ op: 'replace', path: `/apiStages/${keyOf(stage)}/throttle`, value: JSON.stringify(stage.throttle ?? {}) })
  }
  return operations
}
