import type { EntryOptions } from '../entry-function'
import { bindFunction } from './fn'
import type { IRouteSite, ITarget, TargetBinding } from './target-binding'

/** A TypeScript or JavaScript file, made into a function of the gateway. */
export class EntryTarget implements ITarget {
  constructor(
    private readonly path: string,
    private readonly options: EntryOptions,
  ) {}

  bind(route: IRouteSite): TargetBinding {
    return bindFunction(route, route.functions.entry(this.path, this.options, route.key))
  }
}
