import type { About } from './api'
import { entryOf, isEntry, type Resource } from './template'

/** A finding that somebody knows of and accepts: everywhere, at a construct and what is below it, at a logical id or a route. */
export interface Acknowledgement {
  readonly rule: string
  readonly at?: string
}

/** What is acknowledged, as far as a place is known. */
interface Place {
  readonly rule: string
  readonly resource: string
  readonly construct?: string
  readonly about?: About
}

/**
 * Reads `open-method`, `open-method@Shop/Api/Default/health`, `open-method@HealthGet1A2B3C4D` or `open-method@GET /health`; `Portico::` before
 * it is what the CDK writes.
 */
export function readAcknowledgement(text: string): Acknowledgement {
  const [rule = '', at] = text.replace(/^Portico::/, '').split(/@(.*)/s)
  return at === undefined ? { rule } : { rule, at: at.replace(/^\//, '') }
}

/** Whether one of the acknowledgements is meant for a finding. */
export function isAcknowledged({ rule, resource, construct, about }: Place, all: readonly Acknowledgement[]): boolean {
  const route = routeOf(about)
  return all.some(
    ({ rule: id, at }) =>
      id === rule && (at === undefined || at === resource || at === route || at === construct || construct?.startsWith(`${at}/`) === true),
  )
}

/**
 * What the metadata of resources acknowledges: `"portico:acknowledge": {"open-method": "a probe"}`, or a list of ids. What our constructs keep
 * of the routes of a body counts for its route.
 */
export function acknowledgedIn(resources: readonly (Resource | undefined)[], about: About | undefined): Acknowledgement[] {
  const route = routeOf(about) ?? ''
  return resources
    .flatMap((resource) => [resource?.metadata, entryOf(entryOf(resource?.metadata['portico:routes'])[route])])
    .flatMap((metadata) => {
      const given = metadata?.['portico:acknowledge']
      return isEntry(given) ? Object.keys(given) : [given].flat()
    })
    .filter((id) => typeof id === 'string')
    .map(readAcknowledgement)
}

function routeOf(about: About | undefined): string | undefined {
  return about?.verb === undefined ? undefined : `${about.verb} ${about.path}`
}
