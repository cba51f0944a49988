import type { MetricFilter, SubscriptionFilter } from '@aws-sdk/client-cloudwatch-logs'
import type { Diagnostic } from '../../base/diagnostics'
import { AwsError } from '../../model/errors'
import type { Call } from '../operations'
import { page } from '../pages'
import { filterPattern } from './filter-pattern'
import { constraint, findGroup, invalid, type LogsOperations } from './operations'

/** As many of a kind as a group may have. */
const MOST = { subscription: 2, metric: 100 }

/** The filter is kept, and delivers nothing: a diagnostic says so. */
export const PutSubscriptionFilter: LogsOperations['PutSubscriptionFilter'] = (input, call) => {
  const { logGroupName } = findGroup(call, input.logGroupName)
  const filterName = checkName(input.filterName)
  const before = call.records.subscriptionFilters.get(filterName, logGroupName)
  if (before === undefined && call.records.subscriptionFilters.ids(logGroupName).length >= MOST.subscription) {
    throw new AwsError('LimitExceededException', 'Resource limit exceeded.', 400)
  }
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
  tell(call, 'subscription', logGroupName)
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
  tell(call, 'subscription', logGroupName)
  return {}
}

/** The filter is kept, and makes no metric: a diagnostic says so. */
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
  tell(call, 'metric', logGroupName)
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
  tell(call, 'metric', logGroupName)
  return {}
}

export const TestMetricFilter: LogsOperations['TestMetricFilter'] = (input) => {
  const matches = filterPattern(input.filterPattern ?? '')
  return {
    matches: (input.logEventMessages ?? []).flatMap((eventMessage, i) =>
      matches(eventMessage) ? [{ eventNumber: i + 1, eventMessage, extractedValues: {} }] : [],
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

/** What a group's filters do not do here, in place of what was told of them before. */
function tell(call: Call, kind: 'metric' | 'subscription', group: string): void {
  const table = kind === 'metric' ? call.records.metricFilters : call.records.subscriptionFilters
  const lacking = kind === 'metric' ? 'it makes no metric' : 'it delivers nothing'
  const diagnostics = table.ids(group).map((name): Diagnostic => {
    const message = `The ${kind} filter ${name} of the log group ${group} is kept, and ${lacking} here.`
    return { code: `${kind}-filter-not-emulated`, severity: 'warning', message, subject: `/loggroups/${group}` }
  })
  call.diagnostics.replace(`${kind} filters of ${group}`, diagnostics)
}
