import { GatewayError } from '../errors'
import type { Step } from '../exchange'

/**
 * Protection that is not emulated yet answers closed, never open: AWS's 500 for an authorizer that cannot be asked.
 * Shared by the phases that will evaluate it.
 */
export const CLOSED: Step = () => {
  throw new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', null, { log: 'Execution failed due to configuration error: Authorizer error' })
}
