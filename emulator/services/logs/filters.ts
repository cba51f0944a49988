import type { MetricFilter, SubscriptionFilter } from '@aws-sdk/client-cloudwatch-logs'
import type { Diagnostic } from '../../base/diagnostics'
import { AwsError } from '../../model/errors'
import type { Call } from '../operations'
import { page } from '../pages'
import { mayDeliver } from './destinations'
import { filterPattern } from './filter-pattern'
import { constraint, findGroup, invalid, type LogsOperations } from './operations'

/** As many of a kind as a group may have. */
const MOST = { subscription: 2, metric: 100 }

/** What the filter matches goes to a function, a Kinesis stream or a Firehose stream; a diagnostic tells of a destination that nothing here serves. */
export const PutSubscriptionFilter: LogsOperations['PutSubscriptionFilter'] = (input, call) => {
  const { logGroupName } = findGroup(call, input.logGroupName)
  const filterName = checkName(input.filterName)
  const before = call.records.subscriptionFilters.get(filterName, logGroupName)
  if (before === undefined && call.records.subscriptionFilters.ids(logGroupName).length >= MOST.subscription) {
    throw new AwsError('LimitExceededException', 'Resource limit exceeded.', 400)
  }
  filterPattern(input.filterPattern ?? '')
  const destinationArn = input.destinationArn ?? ''
  if (!/^arn:[^:]+:(?:lambda|kinesis|firehose|logs):/.test(destinationArn)) {
    throw invalid(`destinationArn for vendor ${destinationArn.split(':')[2] ?? ''} is not supported.`)
  }
  call.records.subscriptionFilters.put(
    {
      filterName,
      logGroupName,
      filterPattern: input.filterPattern ?? '',
      destinationArn,
      distribution: input.distribution ?? 'ByLogStream',
      applyOnTransformedLogs: input.applyOnTransformedLogs ?? false,
      creationTime: before?.creationTime ?? call.clock.now(),
      ...(input.roleArn === undefined ? {} : { roleArn: input.roleArn }),
    },
    filterName,
    logGroupName,
  )
  tell(call, logGroupName)
  return {}
}

export const DescribeSubscriptionFilters: LogsOperations['DescribeSubscriptionFilters'] = (input, call) => {
  const { logGroupName } = findGroup(call, input.logGroupName)
  const all = call.records.subscriptionFilters.list(logGroupName).filter((one) => one.filterName.startsWith(input.filterNamePrefix ?? ''))
  const { items, next } = page(byName(all), input.nextToken, input.limit ?? 50)
  const subscriptionFilters: SubscriptionFilter[] = items.map((one) => ({ ...one }))
  return { subscriptionFilters, ...(next === undefined ? {} : { nextToken: next }) }
}

export const DeleteSubscriptionFilter: LogsOperations['DeleteSubscriptionFilter'] = (input, call) => {
  const { logGroupName } = findGroup(call, input.logGroupName)
  if (!call.records.subscriptionFilters.delete(input.filterName ?? '', logGroupName)) {
    throw new AwsError('ResourceNotFoundException', 'The specified subscription filter does not exist.', 400)
  }
  tell(call, logGroupName)
  return {}
}

/** From now on, what the filter matches is counted in a metric. */
export const PutMetricFilter: LogsOperations['PutMetricFilter'] = (input, call) => {
  const { logGroupName } = findGroup(call, input.logGroupName)
  const filterName = checkName(input.filterName)
  const before = call.records.metricFilters.get(filterName, logGroupName)
  if (before === undefined && call.records.metricFilters.ids(logGroupName).length >= MOST.metric) {
    throw new AwsError('LimitExceededException', 'Resource limit exceeded.', 400)
  }
  const transformations = input.metricTransformations ?? []
  if (transformations.length !== 1) {
    const rule = `Member must have length ${transformations.length === 0 ? 'greater' : 'less'} than or equal to 1`
    throw constraint('metricTransformations', JSON.stringify(transformations), rule)
  }
  filterPattern(input.filterPattern ?? '')
  call.records.metricFilters.put(
    {
      filterName,
      logGroupName,
      filterPattern: input.filterPattern ?? '',
      metricTransformations: [...transformations],
      applyOnTransformedLogs: input.applyOnTransformedLogs ?? false,
      creationTime: before?.creationTime ?? call.clock.now(),
    },
    filterName,
    logGroupName,
  )
  return {}
}

export const DescribeMetricFilters: LogsOperations['DescribeMetricFilters'] = (input, call) => {
  const { metricName, metricNamespace } = input
  if ((metricName === undefined) !== (metricNamespace === undefined)) {
    throw invalid('The metricName and metricNamespace parameters must be specified together.')
  }
  const groups =
    input.logGroupName === undefined ? call.records.metricFilters.parents() : [findGroup(call, input.logGroupName).logGroupName]
  const all = groups
    .flatMap((group) => call.records.metricFilters.list(group))
    .filter(
      (one) =>
        one.filterName.startsWith(input.filterNamePrefix ?? '') &&
        (metricName === undefined ||
          one.metricTransformations.some((each) => each.metricName === metricName && each.metricNamespace === metricNamespace)),
    )
  const { items, next } = page(byName(all), input.nextToken, input.limit ?? 50)
  const metricFilters: MetricFilter[] = items.map((one) => ({ ...one }))
  return { metricFilters, ...(next === undefined ? {} : { nextToken: next }) }
}

export const DeleteMetricFilter: LogsOperations['DeleteMetricFilter'] = (input, call) => {
  const { logGroupName } = findGroup(call, input.logGroupName)
  if (!call.records.metricFilters.delete(input.filterName ?? '', logGroupName)) {
    throw new AwsError('ResourceNotFoundException', 'The specified metric filter does not exist.', 400)
  }
  return {}
}

export const TestMetricFilter: LogsOperations['TestMetricFilter'] = (input) => {
  const pattern = filterPattern(input.filterPattern ?? '')
  return {
    matches: (input.logEventMessages ?? []).flatMap((eventMessage, i) =>
      pattern.matches(eventMessage) ? [{ eventNumber: i + 1, eventMessage, extractedValues: pattern.values(eventMessage) }] : [],
    ),
  }
}

function checkName(name = ''): string {
  if (/^[^:*]{1,512}$/.test(name)) return name
  throw constraint('filterName', name, 'Member must satisfy regular expression pattern: [^:*]*')
}

function byName<T extends { readonly filterName: string }>(filters: readonly T[]): T[] {
  return [...filters].sort((a, b) => (a.filterName < b.filterName ? -1 : 1))
}

/** Which of a group's subscription filters deliver nothing here, in place of what was told of them before. */
function tell(call: Call, group: string): void {
  const dead = call.records.subscriptionFilters.list(group).filter(({ destinationArn }) => !mayDeliver(call, destinationArn))
  const diagnostics = dead.map(({ filterName, destinationArn }): Diagnostic => {
    const message = `The subscription filter ${filterName} of the log group ${group} delivers to ${destinationArn}, which nothing here serves.`
    const fix = 'Name an endpoint that has it: --services http://127.0.0.1:8000.'
    return { code: 'subscription-filter-not-emulated', severity: 'warning', message, fix, subject: `/loggroups/${group}` }
  })
  call.diagnostics.replace(`subscription filters of ${group}`, diagnostics)
}
