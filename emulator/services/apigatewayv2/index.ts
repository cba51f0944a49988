import type { Service } from '../operations'
import { routingRules } from './routing-rules'
import type { ApiGatewayV2 } from './service'

const operations = { ...routingRules } satisfies Partial<ApiGatewayV2>

/** Amazon API Gateway v2: so far the routing rules of custom domain names. */
export const apigatewayv2 = { name: 'apigatewayv2', operations } satisfies Service<Partial<ApiGatewayV2>>
