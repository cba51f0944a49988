import { parseJson } from '../../../../emulator/language/json/parse'
import { printJson } from '../../../../emulator/language/json/print'
import { compileJsonPath } from '../../../../emulator/language/jsonpath/jsonpath'
import { TemplateError } from '../../../../emulator/language/vtl/errors'
import { HostObject } from '../../../../emulator/language/vtl/host-object'
import { fromJson } from '../../../../emulator/language/vtl/json-values'
import type { VtlContext } from '../../../../emulator/language/vtl/run'
import { UTIL } from '../../../../emulator/language/vtl/util-object'
import { JMap, type Value } from '../../../../emulator/language/vtl/values'

export type Tree = { readonly [name: string]: string | null | Tree }

/** What the references of a test's template find. */
export interface Surroundings {
  readonly body: string
  readonly params: { readonly path: Tree; readonly querystring: Tree; readonly header: Tree }
  readonly context: Tree
  readonly stageVariables: Tree
}

/** A map of strings and maps, in their order or in HashMap's. */
export function mapOf(tree: Tree, options: ConstructorParameters<typeof JMap>[0] = {}, inner = options): JMap {
  const map = new JMap(options)
  for (const [name, value] of Object.entries(tree)) map.put(name, value !== null && typeof value === 'object' ? mapOf(value, inner) : value)
  return map
}

/** The references of a mapping template, made as plainly as can be. */
export function surround({ body, params, context, stageVariables }: Surroundings): VtlContext & { readonly $context: JMap } {
  const text = body === '' ? '{}' : body
  const all = mapOf(params)
  const evaluate = (path: string): ReturnType<ReturnType<typeof compileJsonPath>['evaluate']> => {
    try {
      return compileJsonPath(path).evaluate(parseJson(text))
    } catch (error) {
      throw new TemplateError('MethodInvocationException', String(error))
    }
  }
  const onPath = (use: (path: string) => Value) => (args: readonly Value[]) =>
    args.length === 1 && typeof args[0] === 'string' ? use(args[0]) : undefined
  const input = new HostObject('Input', {
    properties: { body: () => text },
    methods: {
      path: onPath((path) => fromJson(evaluate(path) ?? null, { step: () => {} })),
      json: onPath((path) => {
        const found = evaluate(path)
        return found === undefined || found === null ? '""' : printJson(found)
      }),
      params: (args) => {
        const [name] = args
        if (args.length === 0) return all
        if (typeof name !== 'string') return undefined
        return (
          ['path', 'querystring', 'header'].map((where) => (all.get(where) as JMap).get(name)).find((value) => value !== undefined) ?? null
        )
      },
    },
  })
  const overrides = { requestOverride: { header: {}, path: {}, querystring: {} }, responseOverride: { header: {} } }
  const $context = mapOf({ ...overrides, ...context }, { order: 'hash' }, { order: 'hash', prints: false })
  const roots = new Map<string, Value>([
    ['input', input],
    ['util', UTIL],
    ['context', $context],
    ['stageVariables', mapOf(stageVariables)],
  ])
  return { get: (name) => roots.get(name), $context }
}
