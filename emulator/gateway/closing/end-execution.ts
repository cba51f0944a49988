import type { ClosingPhase } from '../phase'
import { noteEnd } from '../trail-notes'

/** The last lines of the execution log, where one is written (facts/06, section 2). */
export const endExecution: ClosingPhase = {
  name: 'end-execution',
  plan: () => (exchange, response) => {
    if (exchange.trail !== undefined) noteEnd(exchange, response)
  },
}
