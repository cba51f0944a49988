import { createHash } from 'node:crypto'
import { InvokeRefused } from '../../model/invocation'
import type { FunctionRecord } from '../../model/lambda'

/** Invocations of one function within one chain after which Lambda stops it (Lambda developer guide, "Recursive loop detection"). */
const LONGEST_CHAIN = 16

/** `Lineage=a87bd80c:1|68fd508a:5` within a trace header (X-Ray developer guide, "Tracing header"). */
const LINEAGE = /;?Lineage=([0-9a-f:|]+)/

/**
 * The trace header of an invocation, with this function counted once more in its lineage: SDKs pass it on, so that a chain that comes back is
 * known. Throws when the function has been in the chain too often and is not allowed to.
 */
export function extendLineage(traceId: string, { configuration, recursiveLoop }: FunctionRecord): string {
  const found = LINEAGE.exec(traceId)?.[1]
  const own = hashOf(configuration.FunctionArn)
  if (found === undefined) return `${traceId};Lineage=${own}:0`
  const chain = new Map(found.split('|').map((each) => each.split(':') as [string, string]))
  const before = chain.get(own)
  const count = before === undefined ? 0 : Number(before) + 1
  if (count >= LONGEST_CHAIN && recursiveLoop !== 'Allow') throw recursive()
  chain.set(own, String(count))
  return traceId.replace(LINEAGE, `;Lineage=${[...chain].map((each) => each.join(':')).join('|')}`)
}

function hashOf(arn: string): string {
  let hash = HASHES.get(arn)
  if (hash === undefined) {
    hash = createHash('sha256').update(arn).digest('hex').slice(0, 8)
    if (HASHES.size >= MOST_HASHES) HASHES.clear()
    HASHES.set(arn, hash)
  }
  return hash
}
const HASHES = new Map<string, string>()
const MOST_HASHES = 10_000

/** Uncertain: the words; the name and the status are those of the API's model. */
function recursive(): InvokeRefused {
  const message =
    "Lambda has detected your function being invoked in a recursive loop with other Amazon Web Services resources and stopped your function's invocation."
  return new InvokeRefused(400, 'RecursiveInvocationException', message, { Type: 'User' })
}
