import type * as client from '@aws-sdk/client-apigatewayv2'
import type { Operations } from '../operations'

/** The operations of API Gateway v2, typed by its SDK client. Each file of this folder provides some of them. */
export type ApiGatewayV2 = Operations<typeof client>
