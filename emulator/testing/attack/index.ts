import type { Emulator } from '../../emulator'
import type { CompiledStage } from '../../gateway/compile'
import { subjectPlace } from '../../services/cloudformation/subjects'
import { tryGuarded, tryUnguarded } from './break-in'
import { type Door, doorsOf } from './doors'
import type { AttackReport, OpenDoor, WayIn } from './report'
import { standIn } from './stand-in'

export type { AttackReport, OpenDoor, WayIn } from './report'

/** Tries to get through every door of a stage. Nothing of what stands behind them is called; functions of authorizers are. */
export async function attack(emulator: Emulator, stage: CompiledStage): Promise<AttackReport> {
  const report = await attackOne(emulator, stage)
  if (stage.canary === undefined) return report
  // The routes of a canary are the same, for the most part.
  const canary = await attackOne(emulator, stage.canary.stage)
  return {
    ...report,
    attacks: report.attacks + canary.attacks,
    open: byRoute([...canary.open, ...report.open]),
    meant: byRoute([...canary.meant, ...report.meant]),
    unproven: byRoute([...canary.unproven, ...report.unproven]),
  }
}

function byRoute<T extends { readonly route: string }>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [one.route, one])).values()]
}

async function attackOne(emulator: Emulator, stage: CompiledStage): Promise<AttackReport> {
  const { apiName: api, stageName } = stage
  const copy = standIn(emulator, stage)
  if (copy === undefined) return { api, stage: stageName, names: [], attacks: 0, open: [], meant: [], unproven: [] }
  const doors = doorsOf(copy.call, copy.definition, copy.variables)
  const entered = new Map<Door, { why: string; ways: WayIn[] }>()
  const unproven: AttackReport['unproven'][number][] = []
  let attacks = 0
  for (const door of doors) {
    const tried = door.guard === 'NONE' ? await tryUnguarded(copy, door) : await tryGuarded(copy, door, doors)
    attacks += tried.attacks
    for (const { door: through, why, way } of tried.ins) {
      const known = entered.get(through) ?? { why, ways: [] }
      entered.set(through, { ...known, ways: [...known.ways, way] })
    }
    if (tried.failures > 0)
      unproven.push({
        route: door.route,
        why: `its authorizer could not judge ${tried.failures} of ${tried.attacks} requests: ${tried.failure}`,
      })
  }
  const open: OpenDoor[] = []
  const meant: AttackReport['meant'][number][] = []
  for (const [{ route, guard, openReason, subject }, found] of entered) {
    const place = subjectPlace(copy.call, subject)
    if (guard === 'NONE' && openReason !== undefined) meant.push({ route, reason: openReason })
    else open.push({ route, guarded: guard !== 'NONE', ...found, ...(place === undefined ? {} : { place }) })
  }
  return { api, stage: stageName, names: doors.map(({ route }) => route), attacks, open, meant, unproven }
}
