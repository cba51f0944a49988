import { NormalizedSchema } from '@smithy/core/schema'
import type { StaticErrorSchema, StaticOperationSchema } from '@smithy/types'
import { Routes } from './routes'
import type { ErrorShape, OperationShape } from './shapes'

/** What an SDK client's package exports about its service, read once. */
export class ClientSchemas {
  readonly operations = new Map<string, OperationShape>()
  /** `com.amazonaws.iam`; the empty text when the client has no operations. */
  readonly namespace: string
  readonly #errors = new Map<string, ErrorShape>()
  #routes: Routes | undefined

  constructor(client: object) {
    let namespace = ''
    for (const exported of Object.values(client)) {
      if (isOperation(exported)) {
        namespace = exported[1]
        this.operations.set(exported[2], operationShape(exported))
      } else if (isError(exported)) this.#add(exported)
    }
    this.namespace = namespace
  }

  /** The error of that name, or of that name in Query answers. */
  error(code: string): ErrorShape | undefined {
    return this.#errors.get(code)
  }

  /** The methods and paths of the operations. */
  get routes(): Routes {
    this.#routes ??= new Routes(this.operations.values())
    return this.#routes
  }

  #add(error: StaticErrorSchema): void {
    const schema = NormalizedSchema.of(error)
    const name = error[2]
    const queryCode = (schema.getMergedTraits()['awsQueryError'] as readonly [string, number] | undefined)?.[0] ?? name
    const shape = { name, queryCode, schema }
    this.#errors.set(name, shape)
    if (!this.#errors.has(queryCode)) this.#errors.set(queryCode, shape)
  }
}

function operationShape([, , name, traits, input, output]: StaticOperationSchema): OperationShape {
  const http = typeof traits === 'object' ? traits.http : undefined
  return { name, input: NormalizedSchema.of(input), output: NormalizedSchema.of(output), http }
}

function isOperation(exported: unknown): exported is StaticOperationSchema {
  return Array.isArray(exported) && exported[0] === 9 && exported.length === 6
}

function isError(exported: unknown): exported is StaticErrorSchema {
  return Array.isArray(exported) && exported[0] === -3 && typeof exported[2] === 'string'
}
