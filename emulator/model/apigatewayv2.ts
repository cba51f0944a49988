import type * as sdk from '@aws-sdk/client-apigatewayv2'
import type { Strict } from './apigateway'

export type RoutingRuleRecord = Strict<sdk.RoutingRule, 'RoutingRuleId' | 'RoutingRuleArn' | 'Priority' | 'Conditions' | 'Actions'>
