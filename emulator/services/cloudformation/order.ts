import { TemplateError } from './findings'
import { dependsOn, references } from './references'
import type { Template } from './template'

/** What each resource whose condition holds has to come after: its references in the branches that are taken, and its DependsOn. */
export function dependenciesOf(template: Template, holds: (condition: string) => boolean): Map<string, readonly string[]> {
  const active = new Set(
    Object.entries(template.resources)
      .filter(([, resource]) => resource.Condition === undefined || holds(resource.Condition))
      .map(([id]) => id),
  )
  const dependencies = new Map<string, readonly string[]>()
  for (const id of active) {
    const resource = template.resources[id]
    const names = new Set<string>(dependsOn(resource?.DependsOn).filter((name) => active.has(name)))
    for (const reference of references(resource?.Properties, [], holds)) {
      if (reference.kind !== 'condition' && active.has(reference.name)) names.add(reference.name)
    }
    dependencies.set(id, [...names])
  }
  return dependencies
}

/** The ids in an order in which each comes after those that it depends on, else as they were given. Throws `TemplateError` for a cycle. */
export function inOrder(dependencies: ReadonlyMap<string, readonly string[]>, template?: Template): string[] {
  const sorted: string[] = []
  const state = new Map<string, 'under way' | 'done'>()
  const trail: string[] = []
  const visit = (id: string): void => {
    if (state.get(id) === 'done' || !dependencies.has(id)) return
    trail.push(id)
    if (state.get(id) === 'under way') throw circular(trail.slice(trail.indexOf(id)), template)
    state.set(id, 'under way')
    for (const other of dependencies.get(id) ?? []) visit(other)
    state.set(id, 'done')
    trail.pop()
    sorted.push(id)
  }
  for (const id of dependencies.keys()) visit(id)
  return sorted
}

function circular(cycle: readonly string[], template: Template | undefined): TemplateError {
  const members = cycle.slice(0, -1)
  const [first = ''] = members
  return new TemplateError(template, {
    code: 'circular-dependency',
    aws: `Circular dependency between resources: [${members.join(', ')}]`,
    message: `Resources depend on each other in a circle: ${cycle.join(' -> ')}.`,
    path: ['Resources', first],
    fix: 'Take one of these references or DependsOn away, or move what needs both into a resource of its own.',
  })
}
