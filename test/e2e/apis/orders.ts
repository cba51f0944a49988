import { Duration, type aws_lambda as lambda, type Stack } from 'aws-cdk-lib'
import { Auth, defineRest, RestGateway, Target } from 'portico'
import type { OrdersParts } from './parts'

/** An orders API: read with a token and from the cache, written by partners with keys and quotas. */
export function ordersApi(stack: Stack, { orders, judge }: OrdersParts<lambda.IFunction>) {
  const target = Target.fn(orders)
  const NEW_ORDER = {
    type: 'object',
    required: ['customer', 'items'],
    properties: {
      customer: { type: 'string', minLength: 1 },
      items: { type: 'array', minItems: 1, items: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } } },
    },
  }
  return new RestGateway(
    stack,
    'Orders',
    defineRest({
      authorizers: { token: Auth.tokenFn(judge) },
      defaultAuth: 'token',
      cors: { origins: ['https://shop.example.com', 'https://admin.example.com'] },
      stages: { prod: { cacheSize: '0.5', throttle: { rate: 200, burst: 400 } } },
      usagePlans: {
        partner: {
          throttle: { rate: 5, burst: 3 },
          quota: { limit: 5, per: 'DAY' },
          keys: [{ name: 'acme', value: 'acme-key-of-twenty-letters' }],
        },
      },
      routes: {
        'GET /health': { target: Target.mock(200, { status: 'ok' }), auth: 'open', openReason: 'probed by load balancers' },
        'GET /orders': { target, query: ['limit'], cache: { ttl: Duration.seconds(30), key: ['query.limit'], vary: 'caller' } },
        'GET /orders/{id}': { target, cache: { ttl: Duration.minutes(1), vary: 'caller' } },
        'POST /orders': { target, apiKey: true, body: NEW_ORDER, throttle: { rate: 50, burst: 50 } },
        'DELETE /orders/{id}': { target, apiKey: true },
      },
    }),
  )
}
