type Simplify<T> = { [K in keyof T]: T[K] }
type Typed<Type, Schema> = Type extends 'string'
  ? string
  : Type extends 'number' | 'integer'
    ? number
    : Type extends 'boolean'
      ? boolean
      : Type extends 'null'
        ? null
        : Type extends 'array'
          ? Listed<Schema>
          : Type extends 'object'
            ? Recorded<Schema>
            : unknown
type Listed<Schema> = Schema extends { readonly items: infer Items }
  ? Items extends readonly unknown[]
    ? unknown[]
    : Said<Items>[]
  : unknown[]
type Required<Schema> = Schema extends { readonly required: readonly (infer Name)[] } ? Name : never
type Recorded<Schema> = Schema extends { readonly properties: infer Properties }
  ? Simplify<
      { -readonly [K in keyof Properties as K extends Required<Schema> ? K : never]: Said<Properties[K]> } & {
        -readonly [K in keyof Properties as K extends Required<Schema> ? never : K]?: Said<Properties[K]>
      }
    >
  : { [name: string]: unknown }

/** What a JSON Schema, written as a constant, says of a value; `unknown` where it says more than types can. */
type Said<Schema> = Schema extends { readonly const: infer Only }
  ? Only
  : Schema extends { readonly enum: readonly (infer Some)[] }
    ? Some
    : Schema extends { readonly anyOf: readonly (infer Any)[] }
      ? Any extends unknown
        ? Said<Any>
        : never
      : Schema extends { readonly oneOf: readonly (infer One)[] }
        ? One extends unknown
          ? Said<One>
          : never
        : Schema extends { readonly type: readonly (infer Types)[] }
          ? Types extends unknown
            ? Typed<Types, Schema>
            : never
          : Schema extends { readonly type: infer Type }
            ? Typed<Type, Schema>
            : unknown

/** The type of what a schema takes: of TypeBox, of a library that speaks Standard Schema (Zod), or a JSON Schema that is a constant. */
export type TypeOfSchema<Schema> = Schema extends { readonly '~standard': { readonly types?: infer Types } }
  ? NonNullable<Types> extends { readonly input: infer Input }
    ? Input
    : unknown
  : Schema extends { static: infer Static }
    ? Static
    : Said<Schema>
