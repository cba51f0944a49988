import type { RestApiDefinition, StageRecord } from '../../../model/apigateway'
import type { Call } from '../../operations'
import { badRequest } from '../errors'
import type { Documentation } from './export-documentation'

/** What an export may hold beside plain OpenAPI (facts/09, 6). */
export const EXTENSIONS = [
  'apigateway',
  'integrations',
  'authorizers',
  'documentation',
  'validators',
  'gatewayresponses',
  'postman',
] as const
export type Extension = (typeof EXTENSIONS)[number]

/** An export under way: what it shows, in which version of OpenAPI, and with which extensions. */
export interface ExportContext {
  readonly call: Call
  readonly version: 2 | 3
  readonly stage: StageRecord
  readonly definition: RestApiDefinition
  readonly documentation: Documentation
  /** Whether an extension was asked for; `apigateway` brings all but Postman's. */
  readonly shows: (extension: Extension) => boolean
  /** The names under which the document knows the API's parts. */
  readonly names: {
    readonly authorizers: ReadonlyMap<string, string>
    readonly validators: ReadonlyMap<string, string>
    readonly apiKey: string
    readonly sigv4: string
  }
}

/** Reads the list of extensions. The wording is uncertain. */
export function readExtensions(given: string | undefined): (extension: Extension) => boolean {
  const asked = new Set((given ?? '').split(',').flatMap((name) => name.trim() || []))
  for (const name of asked) {
    if (!EXTENSIONS.some((known) => known === name))
      throw badRequest(`Invalid extension specified: ${name}. Valid options are ${EXTENSIONS.join(',')}`)
  }
  return (extension) => asked.has(extension) || (extension !== 'postman' && asked.has('apigateway'))
}

/** Names for the parts that documents refer to by name: validators may share one, and `api_key` and `sigv4` may be taken by authorizers. */
export function exportNames({ authorizers, requestValidators }: RestApiDefinition): ExportContext['names'] {
  const schemes = new Set<string>()
  const validators = new Set<string>()
  return {
    authorizers: new Map(authorizers.map(({ id, name }) => [id, free(name, schemes)])),
    validators: new Map(requestValidators.map(({ id, name }) => [id, free(name, validators)])),
    apiKey: free('api_key', schemes),
    sigv4: free('sigv4', schemes),
  }
}

function free(wanted: string, taken: Set<string>): string {
  let name = wanted
  for (let count = 2; taken.has(name); count++) name = `${wanted}-${count}`
  taken.add(name)
  return name
}
