import type { DocumentationVersionRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { conflict, notFound } from './errors'
import { restApiOf, stageOf } from './lookup'
import { nonEmpty, present, timestamp, without } from './members'
import { pageOf } from './paging'
import { listPaths, patcher, setText } from './patch'
import { type ApiGateway, NOTHING } from './service'

function versionOf(call: Call, restApiId: string | undefined, version: string | undefined): DocumentationVersionRecord {
  const found = call.records.documentationVersions.get(version ?? '', restApiId ?? '')
  // The wording is uncertain.
  if (found === undefined) throw notFound('Invalid Documentation version specified')
  return found
}

/** A version as AWS answers it. */
function describe(version: DocumentationVersionRecord): Omit<DocumentationVersionRecord, 'parts'> {
  return without(version, 'parts')
}

const patchVersion = patcher<DocumentationVersionRecord>({ '/description': { replace: setText('description') } }, listPaths)

/** Operations on documentation versions (facts/13, 106). */
export const documentationVersions = {
  CreateDocumentationVersion({ restApiId, documentationVersion, stageName, description }, call) {
    const { id } = restApiOf(call, restApiId)
    const { documentationVersions, stages } = call.records
    const version = documentationVersion as string
    // The wording is uncertain.
    if (documentationVersions.get(version, id) !== undefined) throw conflict('Documentation version already exists')
    if (stageName !== undefined && stageName !== '') {
      const stage = stageOf(call, id, stageName)
      stages.put({ ...stage, documentationVersion: version, lastUpdatedDate: timestamp(call) }, stage.stageName, id)
    }
    const parts = call.records.documentationParts.list(id)
    const made = present({ version, createdDate: timestamp(call), description: nonEmpty(description), parts })
    return describe(documentationVersions.put(made, version, id))
  },

  GetDocumentationVersion: ({ restApiId, documentationVersion }, call) => describe(versionOf(call, restApiId, documentationVersion)),

  GetDocumentationVersions: (input, call) =>
    pageOf(call.records.documentationVersions.list(restApiOf(call, input.restApiId).id), input, describe),

  UpdateDocumentationVersion({ restApiId, documentationVersion, patchOperations }, call) {
    const version = patchVersion(versionOf(call, restApiId, documentationVersion), patchOperations, undefined)
    return describe(call.records.documentationVersions.put(version, version.version, restApiId))
  },

  DeleteDocumentationVersion({ restApiId, documentationVersion }, call) {
    const { version } = versionOf(call, restApiId, documentationVersion)
    call.records.documentationVersions.delete(version, restApiId)
    return NOTHING
  },
} satisfies Partial<ApiGateway>
