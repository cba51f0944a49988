import { Budget, LIMITS } from './budget'
import { TemplateError } from './errors'
import { JObject, type Value } from './values'

/** Where a template finds the references that it did not set itself. */
export interface VtlContext {
  /** The value of `$name`; undefined when there is none. */
  get(name: string): Value | undefined
}

/** Ends a loop, a `#define`d block, or the template; no Error, as it is none. */
export class Stop {
  constructor(
    /** The loop that ends; undefined: the innermost; `template`: all. */
    readonly scope: ForeachScope | 'template' | undefined,
  ) {}
}

/** `$foreach`. */
export class ForeachScope extends JObject {
  override readonly className = 'org.apache.velocity.runtime.directive.ForeachScope'
  index = -1
  hasNext = false

  constructor(readonly parent: Value | undefined) {
    super()
  }

  override property(name: string): Value | undefined {
    switch (name) {
      case 'index':
        return this.index
      case 'count':
        return this.index + 1
      case 'hasNext':
        return this.hasNext
      case 'first':
        return this.index < 1
      case 'last':
        return !this.hasNext
      case 'parent':
        return this.parent instanceof ForeachScope ? this.parent : undefined
      case 'topmost':
        return this.parent instanceof ForeachScope ? this.parent.property('topmost') : this
      default:
        return undefined
    }
  }

  override call(name: string, args: readonly Value[]): Value | undefined {
    if (args.length > 0) return undefined
    if (name === 'stop') throw new Stop(this)
    if (name === 'hasNext' || name === 'isFirst' || name === 'isLast')
      return this.property(name === 'hasNext' ? name : name.slice(2).toLowerCase())
    return name.startsWith('get') ? this.property(name.charAt(3).toLowerCase() + name.slice(4)) : undefined
  }
}

/** One rendering of a template. Names are numbers here: the template's compiler gave each one its own. */
export class Run {
  out = ''
  readonly budget = new Budget()
  /** What the template set itself. */
  readonly variables: (Value | undefined)[]
  /** What the context had under the names that were asked for; null where it had nothing. */
  private readonly given: (Value | undefined)[] = []

  constructor(
    private readonly context: VtlContext,
    private readonly names: readonly string[],
  ) {
    this.variables = new Array<Value | undefined>(names.length).fill(undefined)
  }

  /** The value of a name, from the template's own variables first; null counts as none. */
  find(name: number): Value | undefined {
    return this.variables[name] ?? this.give(name) ?? undefined
  }

  private give(name: number): Value {
    let value = this.given[name]
    if (value === undefined) {
      value = this.context.get(this.names[name] as string) ?? null
      this.given[name] = value
    }
    return value
  }

  write(text: string): void {
    this.out += text
    if (this.out.length > LIMITS.text) throw new TemplateError('Limit', 'the output is too long')
  }

  /** What `render` writes, as a text of its own. */
  capture(render: (run: Run) => void): string {
    const before = this.out
    this.out = ''
    try {
      render(this)
      return this.budget.made(this.out)
    } finally {
      this.out = before
    }
  }
}
