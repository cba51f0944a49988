import type { RestApiRecord } from '../../../model/apigateway'
import { createRegistry } from '../../../model/create-registry'
import type { Records, Table } from '../../../model/registry'
import type { Call } from '../../operations'

/** What an import writes. */
const TABLES = ['resources', 'models', 'requestValidators', 'authorizers', 'gatewayResponses', 'documentationParts'] as const

function tableOf(records: Records, name: (typeof TABLES)[number]): Table<unknown> {
  return records[name] as Table<unknown>
}

/** A call on records of its own, where an import can fail without leaving a trace. */
export function draftCall(call: Call): Call {
  return { ...call, records: createRegistry().records(call.account, call.region) }
}

/** Copies an API into a draft: all of it, or only its root resource without methods. */
export function loadDraft(draft: Call, call: Call, api: RestApiRecord, whole: boolean): void {
  draft.records.restApis.put(api, api.id)
  draft.records.resources.put({ id: api.rootResourceId, path: '/' }, api.rootResourceId, api.id)
  if (!whole) return
  for (const name of TABLES) {
    const [from, to] = [tableOf(call.records, name), tableOf(draft.records, name)]
    for (const id of from.ids(api.id)) to.put(from.get(id, api.id), id, api.id)
  }
}

/** Puts a draft in place of the API as it was. Records that stayed the same are not touched. */
export function commitDraft(draft: Call, call: Call, api: RestApiRecord): void {
  call.records.restApis.put(api, api.id)
  for (const name of TABLES) {
    const [from, to] = [tableOf(draft.records, name), tableOf(call.records, name)]
    for (const id of to.ids(api.id)) if (from.get(id, api.id) === undefined) to.delete(id, api.id)
    for (const id of from.ids(api.id)) {
      const record = from.get(id, api.id)
      if (to.get(id, api.id) !== record) to.put(record, id, api.id)
    }
  }
}
