import type { DocumentationPartLocation } from '@aws-sdk/client-api-gateway'
import type { DocumentationPartRecord } from '../../../model/apigateway'
import { type Node, node, text } from './document'

/** What the documentation says of a part of an API; an empty object when it says nothing. */
export type Documentation = (location: DocumentationPartLocation) => Node

/**
 * Looks up documentation parts. One for a path holds for all below it, one with `*` for every method or status code; a closer one's
 * properties win (facts/09, 7).
 */
export function documentationOf(parts: readonly DocumentationPartRecord[]): Documentation {
  const read = parts.map(({ location, properties }) => ({ location, properties: parse(properties) }))
  const ordered = read.toSorted((a, b) => closeness(a.location) - closeness(b.location))
  return (wanted) =>
    Object.assign({}, ...ordered.filter(({ location }) => holdsFor(location, wanted)).map(({ properties }) => properties)) as Node
}

/** Members of a description that text may be put in, as far as the documentation has them. */
export function described(documentation: Node, ...members: readonly string[]): Node {
  return Object.fromEntries(members.flatMap((member) => (documentation[member] === undefined ? [] : [[member, documentation[member]]])))
}

/** The description that the documentation gives, if any. */
export function description(documentation: Node): { readonly description?: string } {
  const given = text(documentation['description'])
  return given === undefined ? {} : { description: given }
}

function parse(properties: string): Node {
  try {
    return node(JSON.parse(properties))
  } catch {
    return {}
  }
}

function closeness({ path = '', method = '*', statusCode = '*' }: DocumentationPartLocation): number {
  return path.length * 4 + (method === '*' ? 0 : 2) + (statusCode === '*' ? 0 : 1)
}

function holdsFor(part: DocumentationPartLocation, wanted: DocumentationPartLocation): boolean {
  const within =
    part.path === undefined || part.path === '/' || part.path === wanted.path || wanted.path?.startsWith(`${part.path}/`) === true
  const covers = (member: 'method' | 'statusCode') => part[member] === undefined || part[member] === '*' || part[member] === wanted[member]
  return part.type === wanted.type && part.name === wanted.name && within && covers('method') && covers('statusCode')
}
