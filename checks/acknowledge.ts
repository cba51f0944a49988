import { isEntry, type Resource } from './template'

/** A finding that somebody knows of and accepts: everywhere, or at a construct and what is below it, or at a logical id. */
export interface Acknowledgement {
  readonly rule: string
  readonly at?: string
}

/** What is acknowledged, as far as a place is known. */
interface Place {
  readonly rule: string
  readonly resource: string
  readonly construct?: string
}

/** Reads `open-method`, `open-method@Shop/Api/Default/health` or `open-method@HealthGet1A2B3C4D`; `Portico::` before it is what the CDK writes. */
export function readAcknowledgement(text: string): Acknowledgement {
  const [rule = '', at] = text.replace(/^Portico::/, '').split(/@(.*)/s)
  return at === undefined ? { rule } : { rule, at: at.replace(/^\//, '') }
}

/** Whether one of the acknowledgements is meant for a finding. */
export function isAcknowledged({ rule, resource, construct }: Place, all: readonly Acknowledgement[]): boolean {
  return all.some(
    (one) =>
      one.rule === rule &&
      (one.at === undefined || one.at === resource || one.at === construct || construct?.startsWith(`${one.at}/`) === true),
  )
}

/** Whether the metadata of one of the resources acknowledges a rule: `"portico:acknowledge": {"open-method": "a probe"}`, or a list of ids. */
export function acknowledgedBy(rule: string, resources: readonly (Resource | undefined)[]): boolean {
  return resources.some((resource) => {
    const given = resource?.metadata['portico:acknowledge']
    return isEntry(given) ? Object.hasOwn(given, rule) : [given].flat().includes(rule)
  })
}
