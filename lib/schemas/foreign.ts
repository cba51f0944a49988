import { Unsayable } from './unsayable'

/** What a schema that is no JSON Schema says as one. */
export interface ForeignSchema {
  readonly schema: unknown
  /** Places of what the schema checks besides, and JSON Schema has no words for. */
  readonly unsaid: readonly string[]
}

interface ZodType {
  readonly _zod: {
    readonly def: { readonly type: string; readonly checks?: readonly { readonly _zod?: { readonly def?: { readonly check?: string } } }[] }
  }
}
interface ZodConverter {
  toJSONSchema(options: {
    target: string
    io: 'input'
    unrepresentable: 'any'
    override: (context: { zodSchema: ZodType; jsonSchema: object; path: readonly (string | number)[] }) => void
  }): unknown
}
interface StandardSchema {
  readonly '~standard': { readonly vendor: string; readonly jsonSchema?: { input(options: { target: string }): unknown } }
}

/** What takes every JSON value; all else that converts to no keyword cannot be converted. */
const ANYTHING = ['any', 'unknown', 'custom']

/**
 * A schema of Zod, or of any library that speaks Standard JSON Schema (Valibot, ArkType), as JSON Schema; undefined where it is JSON Schema
 * already, as TypeBox's schemas are. They are told by their shape: no library is loaded.
 */
export function readForeignSchema(schema: object): ForeignSchema | undefined {
  if ('_zod' in schema) return readZod(schema)
  if (!('~standard' in schema)) return undefined
  const { vendor, jsonSchema } = (schema as StandardSchema)['~standard']
  if (jsonSchema === undefined) throw new Unsayable(`a schema of ${vendor}`, '#', 'convert it to JSON Schema with the tool of that library')
  try {
    return { schema: jsonSchema.input({ target: 'draft-07' }), unsaid: [] }
  } catch (error) {
    throw new Unsayable(`a schema of ${vendor} (${error instanceof Error ? error.message : String(error)})`, '#', 'say it in JSON Schema')
  }
}

function readZod(schema: object): ForeignSchema {
  if (!('toJSONSchema' in schema)) throw new Unsayable('a schema of Zod before 4.2', '#', 'write body: z.toJSONSchema(schema)')
  const unsaid: string[] = []
  const refused: [string, string][] = []
  const converted = (schema as ZodConverter).toJSONSchema({
    target: 'draft-4',
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema, path }) => {
      const { type, checks = [] } = zodSchema._zod.def
      const at = ['#', ...path].join('/')
      if (Object.keys(jsonSchema).length === 0 && !ANYTHING.includes(type)) refused.push([type, at])
      if (type === 'custom' || checks.some((check) => check._zod?.def?.check === 'custom')) unsaid.push(at)
    },
  })
  const [first] = refused
  if (first !== undefined) throw new Unsayable(`${first[0]} of Zod`, first[1], 'take a type that JSON has, and convert it in the handler')
  return { schema: converted, unsaid }
}
