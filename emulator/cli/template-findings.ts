import { readFileSync } from 'node:fs'
import { isAcknowledged, readAcknowledgement } from '../../checks/acknowledge'
import { checkTemplate, type Finding } from '../../checks/index'
import type { DeploySource, SourceTemplate } from '../assembly/deploy'
import { type Diagnostic, type Place, UserError } from '../base/diagnostics'
import type { Emulator } from '../emulator'
import { readTemplate, type Template, TemplateError } from '../services/cloudformation/index'
import { prove } from '../testing/proofs/index'

/** A finding of the checks as it is printed; JSON tells the rest too. */
export interface CheckDiagnostic extends Diagnostic {
  /** What acknowledges it: `--acknowledge open-method@Shop/Api/Default/GET`; a route of a body by its name, `open-method@GET /orders`. */
  readonly acknowledge: string
}

/** How findings are looked for. */
export interface FindingOptions {
  /** `open-method`, or `open-method@Shop/Api`. */
  readonly acknowledge: readonly string[]
  /** Whether each is to be tried by a request, where that can be. */
  readonly prove: boolean
  /** Rules that something else tells. */
  readonly without: readonly string[]
}

/** What the checks find in the templates of the sources, acknowledged findings left out. What cannot be read was said at the deployment. */
export async function templateFindings(
  emulator: Emulator,
  sources: readonly DeploySource[],
  { acknowledge, prove: proving, without }: FindingOptions,
): Promise<CheckDiagnostic[]> {
  const found: CheckDiagnostic[] = []
  const templates: readonly Checked[] = [...sources.flatMap((source) => templatesOf(emulator, source)), ...nestedTemplates(emulator)]
  for (const template of templates) {
    const read = readable(template.body, template.file)
    if (read === undefined) continue
    const accepted = [...acknowledge, ...template.acknowledged].map(readAcknowledgement)
    for (const finding of checkTemplate(read.sections, template.parameters)) {
      // What an OpenAPI file is deployed with is ours: nobody can correct it.
      if (template.document !== undefined && finding.resource !== 'Api') continue
      const place = template.document === undefined ? placeOf(finding, template, read) : placeInDocument(finding, template.document)
      const where = { ...finding, ...(place.construct === undefined ? {} : { construct: place.construct }) }
      if (without.includes(finding.rule) || isAcknowledged(where, accepted)) continue
      const inBody = finding.property?.startsWith('Properties.Body.') === true
      const route = finding.about?.verb === undefined ? undefined : `${finding.about.verb} ${finding.about.path}`
      const proof = proving ? await prove(emulator, finding, template) : undefined
      found.push({
        code: finding.rule,
        severity: finding.severity,
        message: finding.message,
        ...(proof === undefined ? {} : { proof }),
        fix: finding.fix,
        place,
        acknowledge: `${finding.rule}@${inBody && route !== undefined ? route : (place.construct ?? finding.resource)}`,
      })
    }
  }
  return found
}

/** A template, or an OpenAPI document that one is made of. */
interface Checked extends SourceTemplate {
  /** The OpenAPI file. */
  readonly document?: string
}

function templatesOf(emulator: Emulator, source: DeploySource): Checked[] {
  try {
    const templates = emulator.deployments.templates(source)
    return source.kind === 'openapi-file' ? templates.map((template) => ({ ...template, document: source.file })) : templates
  } catch (error) {
    if (error instanceof UserError) return []
    throw error
  }
}

/** Stacks inside stacks, as they were deployed. */
function nestedTemplates(emulator: Emulator): SourceTemplate[] {
  return emulator.registry.scopes().flatMap(({ account, region, records }) =>
    records.stacks
      .list()
      .filter(({ ParentId, StackStatus }) => ParentId !== undefined && StackStatus !== 'DELETE_COMPLETE')
      .map(({ StackName, templateBody, parameterValues, resources }) => ({
        stackName: StackName,
        body: templateBody,
        file: undefined,
        account,
        region,
        parameters: parameterValues,
        places: (logicalId: string) => resources[logicalId]?.place,
        acknowledged: [],
      })),
  )
}

function readable(body: string, file: string | undefined): Template | undefined {
  try {
    return readTemplate(body, file)
  } catch (error) {
    if (error instanceof TemplateError) return undefined
    throw error
  }
}

/** The user's line where the assembly knows it, else the line of the template, of the property or of the resource. */
function placeOf({ resource, construct, property }: Finding, { places, file }: SourceTemplate, template: Template): Place {
  const known = places?.(resource)
  const element = `Resources.${resource}${property === undefined ? '' : `.${property}`}`
  if (known?.line !== undefined) return { ...known, element }
  const path = element.split('.')
  const lines = path.map((_part, index) => (index < 1 ? undefined : template.lineOf(path.slice(0, index + 1))))
  const line = lines.findLast((one) => one !== undefined)
  return {
    ...(construct === undefined ? {} : { construct }),
    ...known,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    element,
  }
}

/** The line of an OpenAPI file that a finding is about. */
function placeInDocument({ property }: Finding, file: string): Place {
  const element = property?.startsWith('Properties.Body.') === true ? property.slice('Properties.Body.'.length) : undefined
  const line = element === undefined ? undefined : readable(readFileSync(file, 'utf8'), file)?.lineOf(element.split('.'))
  return { file, ...(line === undefined ? {} : { line }), ...(element === undefined ? {} : { element }) }
}
