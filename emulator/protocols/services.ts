import { acm } from '../services/acm'
import { apigateway } from '../services/apigateway'
import { apigatewayv2 } from '../services/apigatewayv2'
import { cloudformation } from '../services/cloudformation'
import { cloudwatch } from '../services/cloudwatch'
import { cognitoIdp } from '../services/cognito-idp'
import { iam } from '../services/iam'
import { lambda } from '../services/lambda'
import { logs } from '../services/logs'
import type { Service } from '../services/operations'
import { s3 } from '../services/s3'
import { ssm } from '../services/ssm'
import { sts } from '../services/sts'
import { tagging } from '../services/tagging'
import { wafv2 } from '../services/wafv2'
import { xray } from '../services/xray'
import { WIRES, type Wire } from './wires'

/** A service of the emulator, and how AWS's clients speak to it. */
export interface ServiceBinding extends Wire {
  readonly service: Service
}

/** Every service that answers AWS calls: one line each. */
export const SERVICES: readonly ServiceBinding[] = [
  { service: acm, ...WIRES.acm },
  { service: apigateway, ...WIRES.apigateway },
  { service: apigatewayv2, ...WIRES.apigatewayv2 },
  { service: cloudformation, ...WIRES.cloudformation },
  { service: cognitoIdp, ...WIRES['cognito-idp'] },
  { service: iam, ...WIRES.iam },
  { service: lambda, ...WIRES.lambda },
  { service: logs, ...WIRES.logs },
  { service: cloudwatch, ...WIRES.monitoring },
  { service: s3, ...WIRES.s3 },
  { service: ssm, ...WIRES.ssm },
  { service: sts, ...WIRES.sts },
  { service: tagging, ...WIRES.tagging },
  { service: wafv2, ...WIRES.wafv2 },
  { service: xray, ...WIRES.xray },
]

/** Signing names of what the gateway itself may call here: these services, and other APIs. */
export const CALLABLE: ReadonlySet<string> = new Set(['execute-api', ...SERVICES.map(({ service }) => service.name)])
