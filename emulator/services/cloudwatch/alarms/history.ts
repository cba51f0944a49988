import type { AlarmHistoryItem, HistoryItemType } from '@aws-sdk/client-cloudwatch'
import { isPromise } from '../../../base/awaitable'
import type { AlarmRecord } from '../../../model/cloudwatch'
import type { Call } from '../../operations'
import { page } from '../../pages'
import type { CloudWatchOperations } from '../operations'

const DAY = 86_400_000
/** Days for which the history of an alarm is kept, also of one that is gone. */
const KEPT = 30

function historyKey({ account, region }: Call, name = ''): string {
  return `alarm-history/${account}/${region}/${name}`
}

/** Adds an item to the history of an alarm. A store that fails later does not fail the alarm. */
export function remember(call: Call, { kind, alarm }: AlarmRecord, type: HistoryItemType, summary: string, data: object): void {
  const item = { name: alarm.AlarmName, kind, type, summary, data: JSON.stringify({ version: '1.0', ...data }) }
  const kept = call.store.append(historyKey(call, alarm.AlarmName), call.clock.now(), JSON.stringify(item))
  if (isPromise(kept)) kept.catch(() => {})
}

/** What happened to alarms, newest first unless asked otherwise. */
export const DescribeAlarmHistory: CloudWatchOperations['DescribeAlarmHistory'] = async (input, call) => {
  const names =
    input.AlarmName === undefined
      ? (await call.store.streams(historyKey(call))).map((key) => key.slice(historyKey(call).length))
      : [input.AlarmName]
  const from = Math.max(input.StartDate?.getTime() ?? 0, call.clock.now() - KEPT * DAY)
  const to = input.EndDate?.getTime() ?? Number.MAX_SAFE_INTEGER
  const kinds = (input.AlarmTypes ?? ['MetricAlarm']) as readonly string[]
  const all: AlarmHistoryItem[] = []
  for (const name of names) {
    const { records } = await call.store.range(historyKey(call, name), from, to, 10_000)
    for (const { at, record } of records) {
      const item = JSON.parse(record) as { name: string; kind: AlarmRecord['kind']; type: HistoryItemType; summary: string; data: string }
      const AlarmType = item.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm'
      if ((input.HistoryItemType !== undefined && item.type !== input.HistoryItemType) || !kinds.includes(AlarmType)) continue
      all.push({
        AlarmName: item.name,
        AlarmType,
        Timestamp: new Date(at),
        HistoryItemType: item.type,
        HistorySummary: item.summary,
        HistoryData: item.data,
      })
    }
  }
  all.sort((a, b) => (a.Timestamp?.getTime() ?? 0) - (b.Timestamp?.getTime() ?? 0))
  if (input.ScanBy !== 'TimestampAscending') all.reverse()
  const { items, next } = page(all, input.NextToken, input.MaxRecords ?? 100)
  return { AlarmHistoryItems: items, ...(next === undefined ? {} : { NextToken: next }) }
}
