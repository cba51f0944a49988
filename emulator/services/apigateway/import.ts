import type { RestApiRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { restApiOf } from './lookup'
import { filled, present } from './members'
import { type OpenApiDocument, readDocument } from './openapi/document'
import { commitDraft, draftCall, loadDraft } from './openapi/draft'
import { type ImportOptions, importDocument } from './openapi/importer'
import { payloadText } from './payload'
import { createApi, describeApi, describeApiWithTags } from './rest-apis'
import { type ApiGateway, partitionOf } from './service'

/** Reads a body; the AWS variables that documents may use get their values, any other `${...}` stays (facts/09, 6). */
function readBody(call: Call, body: unknown): OpenApiDocument {
  const values: Readonly<Record<string, string>> = {
    AccountId: call.account,
    Region: call.region,
    Partition: partitionOf(call.region),
  }
  return readDocument(payloadText(body).replace(/\$\{AWS::(AccountId|Region|Partition)\}/g, (_all, name: string) => values[name] as string))
}

/** Imports into a draft, which then takes the place of the API as it was. */
function importInto(draft: Call, call: Call, api: RestApiRecord, document: OpenApiDocument, options: ImportOptions) {
  const imported = importDocument(draft, api, document, options)
  commitDraft(draft, call, imported.api)
  return { api: imported.api, warnings: filled(imported.warnings) }
}

/** Operations that take an OpenAPI document (facts/13, 195-219). */
export const imports = {
  ImportRestApi({ body, parameters = {}, failOnWarnings = false }, call) {
    const document = readBody(call, body)
    const draft = draftCall(call)
    // A document without a title has no name to give; what AWS calls such an API is uncertain.
    const api = createApi(draft, { name: 'Untitled' })
    const options = { parameters, failOnWarnings, overwrite: true, resourceIds: new Map() }
    const imported = importInto(draft, call, api, document, options)
    return present({ ...describeApi(imported.api), warnings: imported.warnings })
  },

  /** `merge` (the default) adds to the API, `overwrite` replaces it. AWS may stop half-way; here all of it counts, or nothing. */
  PutRestApi({ restApiId, mode, body, parameters = {}, failOnWarnings = false }, call) {
    const document = readBody(call, body)
    const api = restApiOf(call, restApiId)
    const overwrite = mode === 'overwrite'
    const resourceIds = new Map(call.records.resources.list(api.id).map(({ path, id }) => [path, id]))
    const draft = draftCall(call)
    loadDraft(draft, call, api, !overwrite)
    const imported = importInto(draft, call, api, document, { parameters, failOnWarnings, overwrite, resourceIds })
    return present({ ...describeApiWithTags(imported.api), warnings: imported.warnings })
  },
} satisfies Partial<ApiGateway>
