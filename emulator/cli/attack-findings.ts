import type { Diagnostic } from '../base/diagnostics'
import type { Emulator } from '../emulator'
import { openDoorLines } from '../testing/attack/expectation'
import { attack } from '../testing/attack/index'
import type { AttackReport, OpenDoor, WayIn } from '../testing/attack/report'

/** What came of attacking every stage. */
export interface AttackFindings {
  readonly diagnostics: readonly AttackDiagnostic[]
  /** How many requests were sent. */
  readonly attacks: number
}

/** What JSON tells besides. */
interface AttackDiagnostic extends Diagnostic {
  readonly route: string
  /** The requests that got in. */
  readonly ways?: readonly WayIn[]
}

/**
 * Attacks every stage. A guard that lets in what it has to refuse is an error; a route that its own model leaves open without a reason is a
 * warning, and so is one whose authorizer could not judge: `--strict` makes them count. A route that says why it is open is not told.
 */
export async function attackFindings(emulator: Emulator): Promise<AttackFindings> {
  const diagnostics: AttackDiagnostic[] = []
  let attacks = 0
  for (const stage of emulator.stages.all()) {
    const report = await attack(emulator, stage)
    attacks += report.attacks
    diagnostics.push(...report.open.map((door) => openDoor(report, door)), ...unproven(report))
  }
  return { diagnostics, attacks }
}

function openDoor({ api, stage }: AttackReport, door: OpenDoor): AttackDiagnostic {
  const { route, ways, guarded, place } = door
  const found = { route, ways, ...(place === undefined ? {} : { place }) }
  if (guarded)
    return { code: 'open-door', severity: 'error', message: `${api} ${stage}: ${openDoorLines(door).join('\n').trim()}`, ...found }
  return {
    code: 'open-route',
    severity: 'warning',
    message: `${api} ${stage}: ${route} answers everybody: ${door.why}.`,
    fix: 'Give it an authorizer; or say why it is open: Auth.open(reason), or portico:openReason in the metadata of the method.',
    ...found,
  }
}

function unproven({ api, stage, unproven: doors }: AttackReport): AttackDiagnostic[] {
  return doors.map(({ route, why }) => ({
    code: 'unproven-door',
    severity: 'warning',
    message: `${api} ${stage}: ${route} stayed shut, but ${why}.`,
    fix: 'Let the authorizer answer a policy that denies, or fail with "Unauthorized"; and let it have what it asks for.',
    route,
  }))
}
