import type { ErrorObject, ValidateFunction } from 'ajv'
import Ajv from 'ajv-draft-04'

/** Checks a JSON text; answers what is wrong with it, in `$context.error.validationErrorString`'s form, or undefined. */
export type Validate = (text: string) => string | undefined

/** The form in which models refer to each other (facts/13, 90). */
const MODEL_URL = /^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/([A-Za-z0-9]+)$/

/** Compiles one of an API's models (name to JSON Schema draft 4 text), with the models that it refers to. */
export function compileSchemas(schemas: ReadonlyMap<string, string>, name: string): { validate: Validate } | { problem: string } {
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, logger: false })
  let compiled: ValidateFunction
  try {
    for (const [other, text] of schemas) if (other !== name) ajv.addSchema(readSchema(text, other))
    if (!schemas.has(name)) return { problem: `there is no model ${name}` }
    compiled = ajv.compile(readSchema(schemas.get(name) as string, name))
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
  return {
    validate: (text) => {
      let value: unknown
      try {
        value = JSON.parse(text)
      } catch {
        return '[instance failed to match any JSON text]'
      }
      return compiled(value) ? undefined : formatErrors(compiled.errors ?? [])
    },
  }
}

function readSchema(text: string, name: string): object {
  const schema: unknown = JSON.parse(text)
  if (typeof schema !== 'object' || schema === null) throw new Error(`the model ${name} is not an object`)
  return { ...(localRefs(schema) as object), id: name }
}

/** `$ref`s by URL become `$ref`s by the name under which the model is known here. */
function localRefs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(localRefs)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      const model = key === '$ref' && typeof child === 'string' ? MODEL_URL.exec(child) : null
      return [key, model === null ? localRefs(child) : model[1]]
    }),
  )
}

/** Uncertain: only the form for missing properties is documented, the others follow the same pattern. */
function formatErrors(errors: readonly ErrorObject[]): string {
  const missing = errors.filter(({ keyword }) => keyword === 'required').map(({ params }) => JSON.stringify(params['missingProperty']))
  const others = errors
    .filter(({ keyword }) => keyword !== 'required')
    .map(({ instancePath, message }) => `${instancePath === '' ? 'instance' : instancePath} ${message}`)
  const first = missing.length === 0 ? [] : [`object has missing required properties ([${missing.join(',')}])`]
  return `[${[...first, ...others].join(', ')}]`
}
