import type { ResourceRecord, RestApiRecord } from '../../../model/apigateway'
import type { Call } from '../../operations'
import { badRequest } from '../errors'
import { addResource, childPath } from '../resource-tree'
import { type BasePathMode, basePathSegments, pathSegments } from './base-path'
import { node, type OpenApiDocument } from './document'
import { collecting, type ImportContext } from './import-context'
import { type ImportedParts, importOperation } from './operation'
import { importModels } from './schemas'
import { importSecuritySchemes } from './security'
import { type ApiParameters, importDocumentation, importedApi, importGatewayResponses, importValidators } from './settings'

/** The members of an operation's `parameters` that an import knows (facts/09, 6). */
export interface ImportParameters extends ApiParameters {
  readonly basepath?: string | undefined
  readonly ignore?: string | undefined
}

export interface ImportOptions {
  readonly parameters: ImportParameters
  readonly failOnWarnings: boolean
  readonly overwrite: boolean
  /** Ids that resources had before, by path: they keep them (facts/13, 219). */
  readonly resourceIds: ReadonlyMap<string, string>
}

const VERBS = ['get', 'put', 'post', 'delete', 'patch', 'options', 'head']

/**
 * Imports a document into an API. Throws all errors of the document in one, and its warnings too with `failOnWarnings`; answers the
 * API as the document makes it, and the warnings.
 */
export function importDocument(
  call: Call,
  api: RestApiRecord,
  document: OpenApiDocument,
  options: ImportOptions,
): { api: RestApiRecord; warnings: string[] } {
  const context: ImportContext = { call, restApiId: api.id, document, warnings: [], errors: [] }
  const changed = importedApi(context, api, options.parameters, options.overwrite)
  call.records.restApis.put(changed, api.id)
  importModels(context)
  const parts = { schemes: importSecuritySchemes(context), validators: importValidators(context) }
  importGatewayResponses(context)
  if (options.parameters.ignore !== 'documentation') importDocumentation(context)
  importPaths(context, parts, changed, options)
  refuse(context, options.failOnWarnings)
  return { api: changed, warnings: context.warnings }
}

function importPaths(context: ImportContext, parts: ImportedParts, api: RestApiRecord, { parameters, resourceIds }: ImportOptions): void {
  const prefix = basePathSegments(context.document, basePathMode(parameters.basepath))
  for (const [path, value] of Object.entries(node(context.document.root['paths']))) {
    if (path.startsWith('x-')) continue
    const segments = [...prefix, ...pathSegments(path)]
    const resource = collecting(context, `Unable to create resource at path '/${segments.join('/')}'`, () =>
      resourceAt(context, api, segments, resourceIds),
    )
    if (resource === undefined) continue
    const pathItem = context.document.resolve(value)
    for (const verb of VERBS) if (pathItem[verb] !== undefined) importOperation(context, parts, resource, verb.toUpperCase(), pathItem)
    if (pathItem['x-amazon-apigateway-any-method'] !== undefined) importOperation(context, parts, resource, 'ANY', pathItem)
  }
}

function basePathMode(mode: string | undefined): BasePathMode {
  if (mode === undefined || mode === 'ignore' || mode === 'prepend' || mode === 'split') return mode ?? 'ignore'
  // The wording is uncertain.
  throw badRequest('Invalid basepath specified. Valid options are ignore,prepend,split')
}

/** The resource at a path; it and those above it are made where they are missing. */
function resourceAt(
  { call, restApiId }: ImportContext,
  api: RestApiRecord,
  segments: readonly string[],
  resourceIds: ReadonlyMap<string, string>,
): ResourceRecord {
  let resource = call.records.resources.get(api.rootResourceId, restApiId) as ResourceRecord
  for (const segment of segments) {
    const path = childPath(resource, segment)
    const existing = call.records.resources.list(restApiId).find((other) => other.path === path)
    resource = existing ?? addResource(call, restApiId, resource, segment, resourceIds.get(path))
  }
  return resource
}

/** AWS lists all that it found in one message. */
function refuse({ errors, warnings }: ImportContext, failOnWarnings: boolean): void {
  const lines = (found: readonly string[]) => found.map((line) => `\n\t${line}`).join('')
  if (errors.length > 0) {
    const additionally = warnings.length === 0 ? '' : `\nAdditionally, these warnings were found:${lines(warnings)}`
    throw badRequest(`Errors found during import:${lines(errors)}${additionally}`)
  }
  if (failOnWarnings && warnings.length > 0) throw badRequest(`Warnings found during import:${lines(warnings)}`)
}
