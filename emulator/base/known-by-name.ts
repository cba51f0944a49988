/**
 * Makes `instanceof` tell a class by its name. Where a test runner empties its cache of modules (`jest.resetModules`), what is loaded after
 * that has a class of its own, and its errors are to be known all the same.
 */
export function knownByName(type: { readonly name: string; readonly prototype: Error }): void {
  Object.defineProperty(type, Symbol.hasInstance, { value: isNamed })
}

function isNamed(this: { readonly name: string }, value: unknown): boolean {
  for (let up = prototypeOf(value); up !== null; up = prototypeOf(up)) if (up.constructor.name === this.name) return true
  return false
}

function prototypeOf(value: unknown): object | null {
  return typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : null
}
