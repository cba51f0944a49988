import { AwsError } from '../../../model/errors'
import type { Call } from '../../operations'
import type { OpenApiDocument } from './document'

/** An import under way: where it writes, what it reads, and what it found on the way. */
export interface ImportContext {
  /** Writes to a draft of the API, which becomes the API when all went well. */
  readonly call: Call
  readonly restApiId: string
  readonly document: OpenApiDocument
  readonly warnings: string[]
  readonly errors: string[]
}

/** Runs a part of an import; an error of AWS's becomes one of the import's errors, and the import goes on. */
export function collecting<T>(context: ImportContext, subject: string, run: () => T): T | undefined {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    context.errors.push(`${subject}: ${error.message}`)
    return undefined
  }
}
