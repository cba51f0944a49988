import type { Budget } from './budget'
import { JObject, type Value } from './values'

/** A method that the emulator supplies: undefined means that it takes no such arguments. */
export type HostMethod = (args: readonly Value[], budget: Budget) => Value | undefined

/** An object that the emulator supplies: `$input`, `$util`. */
export class HostObject extends JObject {
  private readonly properties: ReadonlyMap<string, () => Value>
  private readonly methods: ReadonlyMap<string, HostMethod>

  constructor(
    override readonly className: string,
    members: { readonly properties?: Readonly<Record<string, () => Value>>; readonly methods?: Readonly<Record<string, HostMethod>> },
    private readonly printed = '',
  ) {
    super()
    this.properties = new Map(Object.entries(members.properties ?? {}))
    this.methods = new Map(Object.entries(members.methods ?? {}))
  }

  override property(name: string): Value | undefined {
    return this.properties.get(name)?.()
  }

  /** A property `body` is also a method `getBody()`. */
  override call(name: string, args: readonly Value[], budget: Budget): Value | undefined {
    const method = this.methods.get(name)
    if (method !== undefined) return method(args, budget)
    if (args.length > 0 || !/^get[A-Z]/.test(name)) return undefined
    return this.properties.get(name.charAt(3).toLowerCase() + name.slice(4))?.()
  }

  override text(): string {
    return this.printed
  }
}
