import type { StackRecord } from '../../model/account-services'
import type { Call } from '../operations'

/** The stacks of the account and region that are not deleted. */
export function liveStacks(call: Call): StackRecord[] {
  return call.records.stacks.list().filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE')
}

/** The stack that exports a name, other than the one that asks. */
export function exportedBy(call: Call, name: string, asking?: string): StackRecord | undefined {
  return liveStacks(call).find(({ StackId, exports }) => StackId !== asking && Object.hasOwn(exports, name))
}

/** The value of an output of a stack, which need not be exported. */
export function outputOf(call: Call, stack: string, output: string): string | undefined {
  const found = liveStacks(call).find(({ StackName, StackId }) => StackName === stack || StackId === stack)
  return found?.Outputs?.find(({ OutputKey }) => OutputKey === output)?.OutputValue
}

/** The names of the stacks that import an export. */
export function importersOf(call: Call, name: string): string[] {
  return liveStacks(call)
    .filter(({ imports }) => imports.includes(name))
    .map(({ StackName }) => StackName)
}

/** Why a stack cannot go from one set of exports to another, in CloudFormation's words. */
export function exportConflict(
  call: Call,
  stackId: string,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string | undefined {
  for (const [name, value] of Object.entries(before)) {
    if (after[name] === value) continue
    const users = importersOf(call, name)
    if (users.length === 0) continue
    const what = Object.hasOwn(after, name) ? 'updated' : 'deleted'
    return `Export ${name} cannot be ${what} as it is in use by ${list(users)}`
  }
  for (const name of Object.keys(after)) {
    const other = exportedBy(call, name, stackId)
    if (other !== undefined) return `Export with name ${name} is already exported by stack ${other.StackName}.`
  }
  return undefined
}

/** `A, B and C` */
export function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
