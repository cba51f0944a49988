import { isAcknowledged, readAcknowledgement } from '../../checks/acknowledge'
import { RULES } from '../../checks/index'
import { BURST, burstOutOfReach } from '../assembly/burst-out-of-reach'
import { synthesize } from '../assembly/run-app'
import { type Diagnostic, formatDiagnostic, type Place, type Unenforced, UserError, userError } from '../base/diagnostics'
import type { Emulator } from '../emulator'
import type { Given } from '../options'
import { withPlace } from '../services/cloudformation/subjects'
import { attackFindings } from './attack-findings'
import { createEmulator, type Inputs, readInputs } from './inputs'
import { count, diagnosticsBlock, placeOfUser } from './print'
import { templateFindings } from './template-findings'

/** What `portico check` is asked besides its inputs. */
export interface CheckFlags {
  /** What is set without effect, in place of everything else. */
  readonly ledger?: boolean
  /** Which doors do not hold, besides. */
  readonly attack?: boolean
  /** Whether findings are tried by requests. */
  readonly prove?: boolean
  /** Findings that are known and accepted. */
  readonly acknowledge?: readonly string[]
}

/**
 * `portico check`: deploys the inputs without serving, and prints all that there is to say about them. Answers 2 when the inputs have errors,
 * or a door does not hold; 1 when the checks find errors; with `--strict` warnings count as errors.
 */
export async function check(
  given: Given,
  { ledger = false, attack = false, prove = false, acknowledge = [] }: CheckFlags,
): Promise<number> {
  const inputs = readInputs(given)
  checkAcknowledgements(acknowledge)
  await using emulator = createEmulator(given)
  const said = await deployAll(inputs, emulator)
  const attacked = attack ? await attackFindings(emulator) : undefined
  // An attack tells of open routes itself, and how it got in.
  const asked = { acknowledge, prove, without: attack ? ['open-method'] : [] }
  const found = ledger ? [] : [...(await templateFindings(emulator, inputs.sources, asked)), ...burstFindings(emulator, acknowledge)]
  const inputDiagnostics = [...said, ...(attacked?.diagnostics ?? [])]
  const diagnostics = [...inputDiagnostics, ...found]
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning')
  if (ledger) printLedger(warnings.flatMap(entriesOf), given.json === true)
  else if (given.json === true) for (const diagnostic of diagnostics) console.log(JSON.stringify(diagnostic))
  else {
    if (diagnostics.length > 0) console.log(diagnosticsBlock(diagnostics))
    const stages = emulator.stages.all()
    const routes = stages.reduce((sum, stage) => sum + stage.routes.length, 0)
    const counted = `${count(errors.length, 'error')}, ${count(warnings.length, 'warning')}`
    const sent = attacked === undefined ? '' : `, ${count(attacked.attacks, 'attack')}`
    console.log(`${count(stages.length, 'stage')}, ${count(routes, 'route')}${sent}: ${counted}.`)
  }
  if (ledger && errors.length > 0) console.error(diagnosticsBlock(errors))
  const fails = ({ severity }: Diagnostic) => severity === 'error' || (given.strict === true && severity === 'warning')
  return inputDiagnostics.some(fails) ? 2 : found.some(fails) ? 1 : 0
}

/** Bursts that cannot come: that depends on the account, which no template knows. */
function burstFindings(emulator: Emulator, acknowledge: readonly string[]): Diagnostic[] {
  const accepted = acknowledge.map(readAcknowledgement)
  return emulator.registry
    .scopes()
    .flatMap(({ account, region }) => burstOutOfReach(emulator.call(account, region)).map((finding) => withPlace(emulator.call(), finding)))
    .filter(({ code, place }) => {
      const construct = place?.construct === undefined ? {} : { construct: place.construct }
      return !isAcknowledged({ rule: code, resource: '', ...construct }, accepted)
    })
}

function checkAcknowledgements(acknowledge: readonly string[]): void {
  const known = [...RULES.map(({ id }) => id), BURST]
  const odd = acknowledge.map(readAcknowledgement).find(({ rule }) => !known.includes(rule))
  if (odd !== undefined)
    throw userError('bad-option', `--acknowledge names ${odd.rule}, which is no check.`, { fix: `There are ${known.join(', ')}.` })
}

/** Deploys every source, also behind one that fails; everything is said once. */
async function deployAll({ app, sources }: Inputs, emulator: Emulator): Promise<Diagnostic[]> {
  const failures: Diagnostic[] = []
  const attempt = async (run: () => Promise<unknown>) => {
    try {
      await run()
      return true
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      failures.push(...error.diagnostics)
      return false
    }
  }
  if (app === undefined || (await attempt(() => synthesize(app))))
    for (const source of sources) await attempt(() => emulator.deployments.deploy(source, { strict: false }))
  const said = new Map([...failures, ...emulator.diagnostics()].map((diagnostic) => [formatDiagnostic(diagnostic), diagnostic]))
  return [...said.values()]
}

/** One line of the ledger: a property, or something as a whole. */
interface Entry {
  readonly construct?: string
  readonly resource?: string
  readonly type?: string
  readonly property?: string
  readonly reason: string
  readonly file?: string
  readonly line?: number
}

function entriesOf({ unenforced, message, place }: Diagnostic): Entry[] {
  if (unenforced === undefined) {
    const resource = /^Resources\.([^.]+)/.exec(place?.element ?? '')?.[1]
    return [{ ...where(place), ...(resource === undefined ? {} : { resource }), reason: message }]
  }
  return unenforced.map(({ resource, type, property, reason, place: own }: Unenforced) => ({
    ...where(own),
    resource,
    type,
    property,
    reason,
  }))
}

function where(place: Place = {}): Pick<Entry, 'construct' | 'file' | 'line'> {
  const { construct, file, line } = place
  return {
    ...(construct === undefined ? {} : { construct }),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  }
}

function printLedger(entries: readonly Entry[], json: boolean): void {
  if (json) {
    for (const entry of entries) console.log(JSON.stringify(entry))
    return
  }
  const groups = new Map<string, Entry[]>()
  for (const entry of entries) {
    const about = entry.construct ?? entry.resource ?? 'The template'
    groups.set(about, [...(groups.get(about) ?? []), entry])
  }
  for (const [about, group] of groups) {
    const type = group.find((entry) => entry.type !== undefined)?.type
    console.log(type === undefined ? about : `${about} (${type})`)
    for (const { property, reason, file, line } of group) {
      const at = placeOfUser(file, line)
      console.log(`  ${property === undefined ? '' : `${property}: `}${reason}${at === undefined ? '' : `  ${at}`}`)
    }
  }
  const properties = entries.filter(({ property }) => property !== undefined).length
  const whole = entries.length - properties
  const also = whole === 0 ? '' : `, and ${count(whole, 'thing')} as a whole`
  console.log(
    entries.length === 0
      ? 'All that is set is enforced.'
      : `Not enforced: ${count(properties, 'property', 'properties')}${also}, in ${count(groups.size, 'place')}.`,
  )
}
