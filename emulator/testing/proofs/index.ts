import type { Finding } from '../../../checks/index'
import type { Emulator } from '../../emulator'
import { standIn } from '../attack/stand-in'
import { bareError } from './bare-error'
import { cameIn } from './came-in'
import { defaultName } from './default-name'
import { everyOrigin } from './every-origin'
import { doorOf, type Proof } from './proof'
import { refusedFunction } from './refused-function'
import { sameAnswer } from './same-answer'
import { uncheckedBody } from './unchecked-body'

/** How the findings of a rule are tried. A rule that is not here is about what one request does not show. */
const PROOFS: Readonly<Record<string, Proof>> = {
  'any-plus-verb': cameIn,
  'cache-not-caller-aware': sameAnswer,
  'cache-on-write-verb': sameAnswer,
  'cors-errors-uncovered': bareError,
  'cors-star-with-credentials': everyOrigin,
  'default-endpoint-with-domain': defaultName,
  'durable-too-long': refusedFunction,
  'durable-unqualified': refusedFunction,
  'key-never-required': cameIn,
  'missing-body-validation': uncheckedBody,
  'missing-permission': refusedFunction,
  'open-method': cameIn,
  'shadowed-by-proxy': cameIn,
}

/** The rules whose findings can be tried. */
export const PROVABLE: readonly string[] = Object.keys(PROOFS)

/** The stack that a finding is of. */
interface StackOf {
  readonly stackName: string
  readonly account: string | undefined
  readonly region: string | undefined
}

/**
 * Tries a finding on a copy of its stage, by a request: what came of it, in one sentence. Undefined where there is no way to, or the stack
 * could not be deployed. What stands behind the stage is called only where the finding says that the call is refused, or is a mock.
 */
export async function prove(
  emulator: Emulator,
  { rule, about }: Finding,
  { stackName, account, region }: StackOf,
): Promise<string | undefined> {
  const proof = PROOFS[rule]
  if (proof === undefined || about === undefined) return undefined
  const { records } = emulator.call(account, region)
  const stack = records.stacks.list().find((one) => one.StackName === stackName && one.StackStatus.endsWith('_COMPLETE'))
  const apiId = stack?.resources[about.api]?.physicalId
  const stages = emulator.stages.all().filter((one) => one.apiId === apiId)
  const stage = stages.find((one) => one.stageName === about.stage) ?? stages[0]
  const copy = stage === undefined ? undefined : standIn(emulator, stage)
  return copy === undefined ? undefined : proof({ copy, about, door: doorOf(about) })
}
