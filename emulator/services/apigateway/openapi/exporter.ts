import type { DeploymentRecord, RestApiDefinition, StageRecord } from '../../../model/apigateway'
import type { Call } from '../../operations'
import { executeApiHost } from '../execute-api'
import { filled, present } from '../members'
import { type Node, node, text } from './document'
import { type ExportContext, type Extension, exportNames } from './export-context'
import { described, documentationOf } from './export-documentation'
import { exportOperation } from './export-operation'
import { exportSchemas } from './export-schemas'
import { exportSecuritySchemes } from './export-security'
import { exportEndpoint, exportSettings, isoSeconds } from './export-settings'

/** The order of methods in each version of OpenAPI, as its object model has them; ANY comes after all. */
const VERBS = {
  2: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'ANY'],
  3: ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'ANY'],
} as const

/** The version that a document names: the API's own, else the time when it was made (facts/09, 6). */
export function documentVersion({ api }: RestApiDefinition): string {
  return api.version ?? isoSeconds(api.createdDate)
}

/** Writes what a stage serves as an OpenAPI document (facts/13, 220-226). */
export function exportDocument(
  call: Call,
  stage: StageRecord,
  { definition }: DeploymentRecord,
  version: 2 | 3,
  shows: (extension: Extension) => boolean,
): Node {
  const parts = call.records.documentationVersions.get(stage.documentationVersion ?? '', definition.api.id)?.parts ?? []
  const context = { call, version, stage, definition, documentation: documentationOf(parts), shows, names: exportNames(definition) }
  return version === 2 ? swagger(context) : openApi(context)
}

function swagger(context: ExportContext): Node {
  const { call, stage, definition } = context
  const { description, version, title, ...more } = info(context)
  return present({
    swagger: '2.0',
    info: present({ description, version, title, ...more }),
    host: executeApiHost(call, definition.api.id),
    basePath: `/${stage.stageName}`,
    schemes: ['https'],
    ...described(context.documentation({ type: 'API' }), 'tags', 'externalDocs'),
    paths: paths(context),
    securityDefinitions: filled(exportSecuritySchemes(context)),
    definitions: filled(exportSchemas(context)),
    ...exportEndpoint(context),
    ...exportSettings(context),
  })
}

function openApi(context: ExportContext): Node {
  const { call, stage, definition } = context
  const server = {
    url: `https://${executeApiHost(call, definition.api.id)}/{basePath}`,
    variables: { basePath: { default: stage.stageName } },
    ...exportEndpoint(context),
  }
  return present({
    openapi: '3.0.1',
    info: info(context),
    servers: [server],
    ...described(context.documentation({ type: 'API' }), 'tags', 'externalDocs'),
    paths: paths(context),
    components: present({ schemas: filled(exportSchemas(context)), securitySchemes: filled(exportSecuritySchemes(context)) }),
    ...exportSettings(context),
  })
}

function info({ definition, documentation }: ExportContext): Node {
  const about = documentation({ type: 'API' })
  const description = text(about['description']) ?? definition.api.description
  return present({ title: definition.api.name, description, version: documentVersion(definition), ...node(about['info']) })
}

/** Resources without methods are not shown, as the root is not (facts/13, 222). */
function paths(context: ExportContext): Node {
  const shown = context.definition.resources.filter(({ resourceMethods }) => resourceMethods !== undefined)
  const ordered = shown.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  return Object.fromEntries(
    ordered.map((resource) => {
      const about =
        context.version === 3 ? described(context.documentation({ type: 'RESOURCE', path: resource.path }), 'summary', 'description') : {}
      const operations = VERBS[context.version].flatMap((verb): [string, Node][] => {
        const method = resource.resourceMethods?.[verb]
        const name = verb === 'ANY' ? 'x-amazon-apigateway-any-method' : verb.toLowerCase()
        return method === undefined ? [] : [[name, exportOperation(context, resource, method)]]
      })
      return [resource.path, { ...about, ...Object.fromEntries(operations) }]
    }),
  )
}
