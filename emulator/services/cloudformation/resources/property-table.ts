/** What a property holds; numbers and texts that mean the same are turned into one another, as CloudFormation does. */
export type PropertyKind = 'string' | 'number' | 'boolean' | 'json'

/** One property of a type: what it holds, and whether the emulator does what it says. */
export interface Property {
  readonly kind: PropertyKind
  readonly required?: true
  /** Why the property is not enforced; absent when it is. */
  readonly reason?: string
  /** Values that change nothing while the property is not enforced: they are not reported. */
  readonly harmless?: readonly unknown[]
}

/** Every property of a type by its path: `Name`, `Tags`, `MethodSettings[].HttpMethod`, `Variables.*`. */
export type PropertyTable = Readonly<Record<string, Property>>

export const string: Property = { kind: 'string' }
export const number: Property = { kind: 'number' }
export const boolean: Property = { kind: 'boolean' }
/** Anything; objects and texts are kept as they are. */
export const json: Property = { kind: 'json' }

/** A property without which AWS refuses the resource. */
export function required(property: Property): Property {
  return { ...property, required: true }
}

/** A property that is kept, and whose effect the emulator does not have; `harmless` values need no mention. */
export function reported(property: Property, reason: string, ...harmless: readonly unknown[]): Property {
  return { ...property, reason, harmless }
}

/** Why a property is not enforced. Used by several types; each goes when its phase comes. */
export const REASONS = {
  certificate: 'client certificates are not presented to backends yet',
  documentation: 'documentation is kept and served nowhere',
  ipAddress: 'the emulator listens where it is told to, whatever the address type',
  tls: 'the emulator decides for itself how TLS is spoken',
} as const
