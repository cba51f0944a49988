/**
 * Makes `instanceof` know an error of ours whichever copy of its class made it. Where a test runner empties its cache of modules
 * (`jest.resetModules`), what is loaded after that has a class of its own. A mark, and not the name: users have a `UserError` too.
 */
export function oneClass(type: { readonly name: string; readonly prototype: Error }): void {
  const mark = Symbol.for(`portico.${type.name}`)
  Object.defineProperty(type.prototype, mark, { value: true })
  Object.defineProperty(type, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      // A class that extends it has this as well, and is told as any other.
      if (this !== type) return Function.prototype[Symbol.hasInstance].call(this, value)
      return typeof value === 'object' && value !== null && mark in value
    },
  })
}
