import { byteLength } from '../../base/bytes'
import { AwsError } from '../../model/errors'
import type { Call } from '../operations'
import { page } from '../pages'
import { checkDashboard, type DashboardFinding } from './dashboard-body'
import { type CloudWatchOperations, invalidValue } from './operations'

const LARGEST = 1_048_576

export const PutDashboard: CloudWatchOperations['PutDashboard'] = (input, call) => {
  const name = input.DashboardName ?? ''
  if (!/^[\w-]{1,255}$/.test(name)) throw invalidValue(`The value ${name} for field DashboardName is invalid.`)
  const body = input.DashboardBody ?? ''
  if (byteLength(body) > LARGEST) throw refused('The field DashboardBody is too large', [])
  const findings = checkDashboard(body)
  if (findings.some(({ fatal }) => fatal)) throw refused('The dashboard body is invalid, there are validation errors', findings)
  const before = call.records.dashboards.get(name)
  const arn = `arn:aws:cloudwatch::${call.account}:dashboard/${name}`
  const tags = before?.tags ?? Object.fromEntries((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]))
  call.records.dashboards.put({ name, arn, body, lastModified: call.clock.now(), tags }, name)
  return { DashboardValidationMessages: findings.map(({ DataPath, Message }) => ({ DataPath, Message })) }
}

export const GetDashboard: CloudWatchOperations['GetDashboard'] = (input, call) => {
  const { name, arn, body } = find(call, input.DashboardName)
  return { DashboardName: name, DashboardArn: arn, DashboardBody: body }
}

export const ListDashboards: CloudWatchOperations['ListDashboards'] = (input, call) => {
  const all = call.records.dashboards
    .list()
    .filter(({ name }) => name.startsWith(input.DashboardNamePrefix ?? ''))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const { items, next } = page(all, input.NextToken, 1000)
  const DashboardEntries = items.map(({ name, arn, body, lastModified }) => ({
    DashboardName: name,
    DashboardArn: arn,
    LastModified: new Date(lastModified),
    Size: byteLength(body),
  }))
  return { DashboardEntries, ...(next === undefined ? {} : { NextToken: next }) }
}

/** Nothing is deleted unless all are there. */
export const DeleteDashboards: CloudWatchOperations['DeleteDashboards'] = (input, call) => {
  for (const name of input.DashboardNames ?? []) find(call, name)
  for (const name of input.DashboardNames ?? []) call.records.dashboards.delete(name)
  return {}
}

function find(call: Call, name = '') {
  const record = call.records.dashboards.get(name)
  if (record === undefined) throw new AwsError('DashboardNotFoundError', `Dashboard ${name} does not exist`, 404)
  return record
}

/** Uncertain: the wording, but that the findings come along. */
function refused(message: string, findings: readonly DashboardFinding[]): AwsError {
  const dashboardValidationMessages = findings.map(({ DataPath, Message }) => ({ DataPath, Message }))
  return new AwsError('DashboardInvalidInputError', message, 400, { dashboardValidationMessages })
}
