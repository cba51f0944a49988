/** A route that was found, and the raw values of its path parameters. */
export interface Match<T> {
  readonly value: T
  readonly pathParameters: Readonly<Record<string, string>> | undefined
}

interface Node<T> {
  readonly literals: Map<string, Node<T>>
  parameter: { readonly name: string; readonly node: Node<T> } | undefined
  greedy: { readonly name: string; readonly node: Node<T> } | undefined
  /** By verb, or `ANY`. */
  readonly methods: Map<string, T>
}

/** The verbs that `ANY` stands for (facts/01, section 2). */
const ANY_VERBS: ReadonlySet<string> = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'])

/**
 * API Gateway's routing: literal before `{parameter}` before `{greedy+}`, segment by segment, and back again when a resource
 * has no such method (facts/13, 239 and 240). Paths are compared raw, case-sensitively; one trailing slash does not count.
 */
export class Router<T> {
  readonly #root: Node<T> = newNode()
  /** Resources without parameters by full path: always the first choice, so that most requests need one look-up. */
  readonly #literalPaths = new Map<string, Node<T>>()
  #size = 0

  get size(): number {
    return this.#size
  }

  /** @param path a resource path, e.g. `/orders/{id}`; @param method a verb, or `ANY` */
  add(path: string, method: string, value: T): void {
    let node = this.#root
    let literal = true
    for (const segment of path.split('/')) {
      if (segment === '') continue
      const name = /^\{(.+?)(\+?)\}$/.exec(segment)
      if (name === null) {
        let next = node.literals.get(segment)
        if (next === undefined) {
          next = newNode()
          node.literals.set(segment, next)
        }
        node = next
        continue
      }
      literal = false
      const kind = name[2] === '+' ? 'greedy' : 'parameter'
      node[kind] ??= { name: name[1] as string, node: newNode() }
      node = (node[kind] as { node: Node<T> }).node
    }
    node.methods.set(method, value)
    if (literal) this.#literalPaths.set(path, node)
    this.#size += 1
  }

  find(method: string, path: string): Match<T> | undefined {
    const bare = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
    const literal = this.#literalPaths.get(bare)
    if (literal !== undefined) {
      const value = pick(literal, method)
      if (value !== undefined) return { value, pathParameters: undefined }
    }
    return search(this.#root, bare, 1, method, [])
  }
}

function newNode<T>(): Node<T> {
  return { literals: new Map(), parameter: undefined, greedy: undefined, methods: new Map() }
}

function pick<T>(node: Node<T>, method: string): T | undefined {
  return node.methods.get(method) ?? (ANY_VERBS.has(method) ? node.methods.get('ANY') : undefined)
}

/** Tries the rest of the path, from `at` on, below a node; behind its end nothing is left. `values` holds names and values of parameters so far. */
function search<T>(node: Node<T>, path: string, at: number, method: string, values: string[]): Match<T> | undefined {
  if (at > path.length) {
    const value = pick(node, method)
    return value === undefined ? undefined : { value, pathParameters: toRecord(values) }
  }
  const slash = path.indexOf('/', at)
  const end = slash < 0 ? path.length : slash
  const segment = path.slice(at, end)
  const literal = node.literals.get(segment)
  if (literal !== undefined) {
    const match = search(literal, path, end + 1, method, values)
    if (match !== undefined) return match
  }
  if (node.parameter !== undefined && segment !== '') {
    const match = search(node.parameter.node, path, end + 1, method, [...values, node.parameter.name, segment])
    if (match !== undefined) return match
  }
  if (node.greedy !== undefined && at < path.length) {
    const value = pick(node.greedy.node, method)
    if (value !== undefined) return { value, pathParameters: toRecord([...values, node.greedy.name, path.slice(at)]) }
  }
  return undefined
}

function toRecord(values: readonly string[]): Record<string, string> | undefined {
  if (values.length === 0) return undefined
  const record: Record<string, string> = {}
  for (let i = 0; i < values.length; i += 2) {
    Object.defineProperty(record, values[i] as string, { value: values[i + 1], enumerable: true, configurable: true, writable: true })
  }
  return record
}
