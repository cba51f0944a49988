import { once } from '../base/once'
import type { Service } from '../services/operations'
import { WIRES, type Wire } from './wires'

/** A service of the emulator, and how AWS's clients speak to it. */
export interface ServiceBinding extends Wire {
  readonly service: Service
}

/** Every service that answers AWS calls, one a line. */
const SERVED: Readonly<Record<keyof typeof WIRES, () => Service>> = {
  acm: () => (require('../services/acm') as typeof import('../services/acm')).acm,
  apigateway: () => (require('../services/apigateway') as typeof import('../services/apigateway')).apigateway,
  apigatewayv2: () => (require('../services/apigatewayv2') as typeof import('../services/apigatewayv2')).apigatewayv2,
  cloudformation: () => (require('../services/cloudformation') as typeof import('../services/cloudformation')).cloudformation,
  'cognito-idp': () => (require('../services/cognito-idp') as typeof import('../services/cognito-idp')).cognitoIdp,
  iam: () => (require('../services/iam') as typeof import('../services/iam')).iam,
  lambda: () => (require('../services/lambda') as typeof import('../services/lambda')).lambda,
  logs: () => (require('../services/logs') as typeof import('../services/logs')).logs,
  monitoring: () => (require('../services/cloudwatch') as typeof import('../services/cloudwatch')).cloudwatch,
  s3: () => (require('../services/s3') as typeof import('../services/s3')).s3,
  ssm: () => (require('../services/ssm') as typeof import('../services/ssm')).ssm,
  sts: () => (require('../services/sts') as typeof import('../services/sts')).sts,
  tagging: () => (require('../services/tagging') as typeof import('../services/tagging')).tagging,
  wafv2: () => (require('../services/wafv2') as typeof import('../services/wafv2')).wafv2,
  xray: () => (require('../services/xray') as typeof import('../services/xray')).xray,
}

/** The same with their wires. The operations of a service are loaded at the first call to it. */
export const SERVICES: readonly ServiceBinding[] = Object.entries(WIRES).map(([name, wire]) => {
  const load = once(SERVED[name as keyof typeof WIRES])
  return {
    ...wire,
    service: {
      name,
      get operations() {
        return load().operations
      },
    },
  }
})

/** Signing names of what the gateway itself may call here: these services, and other APIs. */
export const CALLABLE: ReadonlySet<string> = new Set(['execute-api', ...SERVICES.map(({ service }) => service.name)])
