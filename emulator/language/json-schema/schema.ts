import type { Options, ValidateFunction } from 'ajv'
import type Ajv from 'ajv-draft-04'
import { isNestedDeeper } from '../../base/nesting'
import { Recent } from '../../base/recent'
import { counted, Limits, TooLong } from './limits'
import { formatErrors } from './messages'

/** Checks a JSON text; answers what is wrong with it, in `$context.error.validationErrorString`'s form, or undefined. */
export type Validate = (text: string) => string | undefined

/** The form in which models refer to each other (facts/13, 90). */
const MODEL_URL = /^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/([A-Za-z0-9]+)$/

type Compiled = { readonly validate: Validate } | { readonly problem: string }

const OPTIONS: Options = { verbose: true, strict: false, validateFormats: false, logger: false }

/** The validator. Loaded at the first model: 20 ms that the start does not pay. */
const ajv = () => (require('ajv-draft-04') as typeof import('ajv-draft-04')).default

/** Knows what a schema may say. Making it takes longer than all that is done with it, so there is one, made when first needed. */
let draft4: Ajv | undefined

/** What was compiled last, by all that went into it: the stages of an API share it, and so does the next deployment of the same models. */
const COMPILED = new Recent<Compiled>(500)

/** Compiles one of an API's models (name to JSON Schema draft 4 text), with the models that it refers to. */
export function compileSchemas(schemas: ReadonlyMap<string, string>, name: string): Compiled {
  const text = schemas.get(name)
  if (text === undefined) return { problem: `there is no model ${name}` }
  const others = text.includes('$ref') ? [...schemas].filter(([other]) => other !== name) : []
  return COMPILED.get(JSON.stringify([name, text, others]), () => compile(name, text, others))
}

/** Levels of a body, and of a model. */
const DEEPEST = 1_000
const DEEPEST_MODEL = 200
/** Characters of a body beyond which only its first fault is looked for: each fault takes memory. */
const LARGE = 100_000

function compile(name: string, text: string, others: readonly (readonly [string, string])[]): Compiled {
  const limits = new Limits()
  const make = (allErrors: boolean): ValidateFunction => {
    const validator = new (ajv())({ ...OPTIONS, ...limits.options(), allErrors, validateSchema: false })
    limits.addTo(validator)
    for (const [other, schema] of others) validator.addSchema(readSchema(schema, other))
    return validator.compile(readSchema(text, name))
  }
  let check: ValidateFunction
  try {
    check = make(false)
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
  let checkAll: ValidateFunction | undefined
  const findings = (value: unknown, size: number): string | undefined => {
    limits.reset()
    if (check(value)) return undefined
    if (size > LARGE) return formatErrors(check.errors ?? [])
    checkAll ??= make(true)
    limits.reset()
    checkAll(value)
    return formatErrors(checkAll.errors ?? [])
  }
  return {
    validate: (body) => {
      let value: unknown
      try {
        value = JSON.parse(body)
      } catch {
        return '[instance failed to match any JSON text]'
      }
      // Uncertain: what the service says then, and when it takes too long; that there are limits is certain.
      if (isNestedDeeper(body, DEEPEST, 'json')) return '[instance is nested too deeply]'
      try {
        return findings(value, body.length)
      } catch (error) {
        if (error instanceof TooLong) return '[instance takes too long to be validated]'
        throw error
      } finally {
        check.errors = null
        if (checkAll !== undefined) checkAll.errors = null
      }
    },
  }
}

function readSchema(text: string, name: string): object {
  if (isNestedDeeper(text, DEEPEST_MODEL, 'json')) throw new Error(`the model ${name} is nested too deeply`)
  const schema: unknown = JSON.parse(text)
  if (typeof schema !== 'object' || schema === null) throw new Error(`the model ${name} is not an object`)
  draft4 ??= new (ajv())(OPTIONS)
  if (draft4.validateSchema(schema) !== true)
    throw new Error(`the model ${name} is no schema of draft 4: ${draft4.errorsText(draft4.errors)}`)
  return { ...(counted(localRefs(schema)) as object), id: name }
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
