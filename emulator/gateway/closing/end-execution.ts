import type { ClosingStep } from '../exchange'
import { noteEnd } from '../trail'

/** The last lines of the execution log (facts/06, section 2). */
export const endExecution: ClosingStep = (exchange, response) => noteEnd(exchange, response)
