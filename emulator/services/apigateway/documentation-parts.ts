import type * as sdk from '@aws-sdk/client-api-gateway'
import type { DocumentationPartRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { badRequest, conflict, notFound } from './errors'
import { restApiOf } from './lookup'
import { present } from './members'
import { page } from './paging'
import { type Effect, listPaths, patcher } from './patch'
import { payloadText } from './payload'
import { type ApiGateway, NOTHING } from './service'

type Location = sdk.DocumentationPartLocation
type Kind = NonNullable<Location['type']>

/** Which members a location has besides its type; path, method and status code have defaults (facts/09, 7). */
const MEMBERS: Readonly<Record<Kind, readonly (keyof Location)[]>> = {
  API: [],
  AUTHORIZER: ['name'],
  MODEL: ['name'],
  RESOURCE: ['path'],
  METHOD: ['path', 'method'],
  PATH_PARAMETER: ['path', 'method', 'name'],
  QUERY_PARAMETER: ['path', 'method', 'name'],
  REQUEST_HEADER: ['path', 'method', 'name'],
  REQUEST_BODY: ['path', 'method'],
  RESPONSE: ['path', 'method', 'statusCode'],
  RESPONSE_HEADER: ['path', 'method', 'statusCode', 'name'],
  RESPONSE_BODY: ['path', 'method', 'statusCode'],
}
const DEFAULTS: Readonly<Partial<Record<keyof Location, string>>> = { path: '/', method: '*', statusCode: '*' }

/** A location with its defaults; members that its type does not have are left out. */
function completeLocation(given: Location): Location {
  const type = given.type as Kind
  return present({ type, ...Object.fromEntries(MEMBERS[type].map((member) => [member, given[member] ?? DEFAULTS[member]])) }) as Location
}

function sameLocation(a: Location, b: Location): boolean {
  return (['type', 'path', 'method', 'statusCode', 'name'] as const).every((member) => a[member] === b[member])
}

/** Checks that properties are the text of a JSON object. The wording is uncertain. */
function checkProperties(properties: string | undefined): string {
  try {
    const parsed: unknown = JSON.parse(properties ?? '')
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return properties as string
  } catch {}
  throw badRequest('Invalid documentation part properties specified. Properties must be a JSON object')
}

/** Makes a documentation part, or with `overwrite` puts its properties in place of those of the part at the same location. */
export function putPart(
  call: Call,
  restApiId: string,
  location: Location,
  properties: string | undefined,
  overwrite: boolean,
): DocumentationPartRecord {
  const parts = call.records.documentationParts
  const complete = completeLocation(location)
  const known = parts.list(restApiId).find((part) => sameLocation(part.location, complete))
  if (known !== undefined && !overwrite) {
    const described = Object.entries(complete).map(([member, value]) => `${member} '${value}'`)
    // The wording is uncertain.
    throw conflict(`Documentation part already exists for the specified location: ${described.join(', ')}.`)
  }
  const id = known?.id ?? call.ids.short()
  return parts.put({ id, location: complete, properties: checkProperties(properties) }, id, restApiId)
}

function partOf(call: Call, restApiId: string | undefined, id: string | undefined): DocumentationPartRecord {
  const part = call.records.documentationParts.get(id ?? '', restApiId ?? '')
  if (part === undefined) throw notFound('Invalid Documentation part identifier specified')
  return part
}

/** Reads the body of ImportDocumentationParts: `documentationParts`, alone or in an OpenAPI document's extension. */
function readParts(text: string): readonly { location: Location; properties: string }[] {
  try {
    const document = JSON.parse(text)
    const given = document['x-amazon-apigateway-documentation']?.documentationParts ?? document.documentationParts
    return partsIn(given)
  } catch {
    throw badRequest('Unable to build importer with provided input.')
  }
}

/** Documentation parts as a document holds them: properties as an object, or as its text. Throws when they are none. */
export function partsIn(given: unknown): readonly { location: Location; properties: string }[] {
  if (!Array.isArray(given)) throw new TypeError('documentationParts is no list')
  return given.map(({ location, properties }) => {
    if (!(location?.type in MEMBERS)) throw new TypeError(`${location?.type} is no type of documentation part`)
    return { location, properties: typeof properties === 'string' ? properties : JSON.stringify(properties ?? {}) }
  })
}

const replaceProperties: Effect<DocumentationPartRecord> = (part, { value }) => ({ ...part, properties: checkProperties(value) })
const patchPart = patcher<DocumentationPartRecord>({ '/properties': { replace: replaceProperties } }, listPaths)

/** Operations on documentation parts (facts/13, 98-104). */
export const documentationParts = {
  CreateDocumentationPart({ restApiId, location, properties }, call) {
    const { id } = restApiOf(call, restApiId)
    return putPart(call, id, location as Location, properties, false)
  },

  GetDocumentationPart: ({ restApiId, documentationPartId }, call) => partOf(call, restApiId, documentationPartId),

  GetDocumentationParts(input, call) {
    const { id } = restApiOf(call, input.restApiId)
    const { type, path, nameQuery } = input
    // Here a part is documented as soon as it has properties, which all have.
    if (input.locationStatus === 'UNDOCUMENTED') return page<DocumentationPartRecord>([], input)
    const found = call.records.documentationParts
      .list(id)
      .filter(({ location }) => type === undefined || location.type === type)
      .filter(({ location }) => path === undefined || location.path === path)
      .filter(({ location }) => nameQuery === undefined || location.name?.includes(nameQuery))
    return page(found, input)
  },

  UpdateDocumentationPart({ restApiId, documentationPartId, patchOperations }, call) {
    const part = patchPart(partOf(call, restApiId, documentationPartId), patchOperations, undefined)
    return call.records.documentationParts.put(part, part.id, restApiId)
  },

  DeleteDocumentationPart({ restApiId, documentationPartId }, call) {
    const { id } = restApiOf(call, restApiId)
    call.records.documentationParts.delete(partOf(call, id, documentationPartId).id, id)
    return NOTHING
  },

  /** `merge` (the default) keeps the other parts, `overwrite` does not. There are no warnings to fail on. */
  ImportDocumentationParts({ restApiId, mode, body }, call) {
    const { id } = restApiOf(call, restApiId)
    const parts = readParts(payloadText(body))
    if (mode === 'overwrite') call.records.documentationParts.deleteAll(id)
    return { ids: parts.map(({ location, properties }) => putPart(call, id, location, properties, true).id) }
  },
} satisfies Partial<ApiGateway>
