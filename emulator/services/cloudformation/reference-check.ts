import { type Finding, finding, suggest, type TemplatePath } from './findings'
import { PSEUDO_PARAMETERS } from './parameters'
import { conditionReferences, dependsOn, type Reference, references } from './references'
import type { Template } from './template'

/** Which attributes Fn::GetAtt knows of a type; undefined where any name is answered. */
export type AttributesOf = (type: string) => readonly string[] | undefined

/** What a template refers to and does not have. */
export function* unresolved(template: Template, attributesOf: AttributesOf): Generator<Finding> {
  const targets = new Set([...Object.keys(template.resources), ...Object.keys(template.parameters), ...PSEUDO_PARAMETERS])
  const conditionInputs = new Set([...Object.keys(template.parameters), ...PSEUDO_PARAMETERS])
  const ofConditions = [...references(template.conditions, ['Conditions'])]
  const missing = ofConditions.filter((reference) => reference.kind !== 'condition' && !conditionInputs.has(reference.name))
  for (const { name, path } of missing) {
    yield finding(
      'unresolved-reference',
      `Template format error: Unresolved dependencies [${names(missing)}]. Cannot reference resources in the Conditions block of the template`,
      path,
      `A condition refers to '${name}'; conditions can use parameters only.`,
      suggest(name, conditionInputs),
    )
  }
  yield* unknownConditions(template, conditionReferences(template.conditions, ['Conditions']), 'Conditions')

  const ofResources: Reference[] = []
  for (const [id, resource] of Object.entries(template.resources)) {
    if (typeof resource.Condition === 'string')
      ofResources.push({ kind: 'condition', name: resource.Condition, path: ['Resources', id, 'Condition'] })
    for (const [i, name] of dependsOn(resource.DependsOn).entries()) {
      if (name in template.resources) continue
      const at = ['Resources', id, 'DependsOn', ...(typeof resource.DependsOn === 'string' ? [] : [i])]
      ofResources.push({ kind: 'ref', name: ` ${name}`, path: at })
    }
    ofResources.push(...references(resource.Properties, ['Resources', id, 'Properties']))
  }
  yield* unknownReferences(template, ofResources, targets, 'Resources', attributesOf)
  const ofOutputs: Reference[] = []
  for (const [name, output] of Object.entries(template.outputs)) {
    if (typeof output['Condition'] === 'string')
      ofOutputs.push({ kind: 'condition', name: output['Condition'], path: ['Outputs', name, 'Condition'] })
    ofOutputs.push(...[...references([output['Value'], output['Export']], ['Outputs', name])].map(outputPath))
  }
  yield* unknownReferences(template, ofOutputs, targets, 'Outputs', attributesOf)
}

function outputPath(reference: Reference): Reference {
  const [section, name, index, ...rest] = reference.path
  return { ...reference, path: [section as string, name as string, index === 0 ? 'Value' : 'Export', ...rest] }
}

function* unknownReferences(
  template: Template,
  all: readonly Reference[],
  targets: ReadonlySet<string>,
  block: 'Resources' | 'Outputs',
  attributesOf: AttributesOf,
): Generator<Finding> {
  const missing = all.filter((reference) => reference.kind === 'ref' && !targets.has(reference.name))
  for (const { name, path } of missing) {
    // DependsOn names resources only, so its name was marked with a blank to be told from a parameter's.
    const wanted = name.trim()
    yield finding(
      'unresolved-reference',
      `Template format error: Unresolved resource dependencies [${names(missing)}] in the ${block} block of the template`,
      path,
      `'${wanted}' is referred to, and the template has no ${name === wanted ? 'resource or parameter' : 'resource'} of that name.`,
      suggest(wanted, name === wanted ? targets : Object.keys(template.resources)),
    )
  }
  for (const reference of all) {
    if (reference.kind !== 'attribute') continue
    const { name, attribute, path } = reference
    const resource = template.resources[name]
    if (resource === undefined) {
      yield finding(
        'unresolved-reference',
        `Template error: instance of Fn::GetAtt references undefined resource ${name}`,
        path,
        `'${name}.${attribute}' is referred to, and the template has no resource '${name}'.`,
        suggest(name, Object.keys(template.resources)),
      )
      continue
    }
    const known = attributesOf(resource.Type)
    if (known === undefined || known.includes(attribute)) continue
    yield finding(
      'unknown-attribute',
      `Template error: resource ${name} does not support attribute type ${attribute} in Fn::GetAtt`,
      path,
      `${resource.Type} (${name}) has no attribute '${attribute}'; it has ${known.length === 0 ? 'none' : known.join(', ')}.`,
      suggest(attribute, known),
    )
  }
  yield* unknownConditions(
    template,
    all.filter((reference) => reference.kind === 'condition'),
    block,
  )
}

// The text of this error is uncertain.
function* unknownConditions(template: Template, all: Iterable<{ name: string; path: TemplatePath }>, block: string): Generator<Finding> {
  for (const { name, path } of all) {
    if (name in template.conditions) continue
    yield finding(
      'unresolved-condition',
      `Template format error: Unresolved condition dependency ${name} in the ${block} block of the template`,
      path,
      `The condition '${name}' is referred to, and the template has none of that name.`,
      suggest(name, Object.keys(template.conditions)),
    )
  }
}

function names(missing: readonly { name: string }[]): string {
  return [...new Set(missing.map(({ name }) => name.trim()))].join(', ')
}
