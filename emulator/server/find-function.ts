import { userError } from '../base/diagnostics'
import { subjectNames } from '../services/cloudformation/subjects'
import type { Call } from '../services/operations'

/** What of an entry function finds it. */
interface KnownEntry {
  readonly functionName: string
  readonly entry: string
}

/** A function by its name, by the path or id of its construct, by its id in the template, or by the entry that it is bundled from. A `UserError` lists the functions when none fits, or several do. */
export function findFunction(call: Call, name: string, entries: readonly KnownEntry[]): { FunctionName: string; FunctionArn: string } {
  const known = call.records.functions.list().map(({ configuration }) => {
    const { FunctionName, FunctionArn } = configuration
    const { construct, logicalId } = subjectNames(call, `/functions/${FunctionName}`)
    const entry = entries.find(({ functionName }) => functionName === FunctionName)?.entry
    return { FunctionName, FunctionArn, construct, logicalId, entry }
  })
  const exact = known.filter(({ FunctionName }) => FunctionName === name)
  const fitting = known.filter(
    ({ construct, logicalId, entry }) => `/${construct}`.endsWith(`/${name}`) || logicalId === name || entry === name,
  )
  const found = exact.length > 0 ? exact : fitting
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  const list = (from: typeof known) =>
    from
      .map(({ FunctionName, construct, logicalId, entry }) => entry ?? construct ?? logicalId ?? FunctionName)
      .sort()
      .join(', ')
  const problem =
    found.length > 1
      ? `Several functions are called ${name}: ${list(found)}`
      : `There is no function ${name}. There ${known.length === 0 ? 'is none' : `are: ${list(known)}`}`
  throw userError(found.length > 1 ? 'several-functions' : 'no-function', `${problem}.`, {
    fix: 'Give the name of a function, the path of its construct, its id in the template, or the entry that it is bundled from.',
  })
}
