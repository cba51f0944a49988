import { StoreLost } from '../store/store'
import { internalError } from './errors'
import type { Exchange } from './exchange'
import type { Ports } from './phase'

/**
 * What a limit does that the store could not be asked for: AWS serves the request and logs it (facts/04, section 3); the emulator can be
 * told to refuse it. Any other error passes on.
 */
export function withoutStore(error: unknown, { trail }: Exchange, { failClosed }: Pick<Ports, 'failClosed'>): undefined {
  if (!(error instanceof StoreLost)) throw error
  const log = 'Usage Plan check failed due to an internal error'
  if (failClosed) throw internalError(log)
  trail?.push(log)
  return undefined
}
