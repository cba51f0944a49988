import { App, aws_cognito as cognito, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { Auth, defineRest, RestGateway, Target } from '../lib'

const NEW_ORDER = {
  type: 'object',
  required: ['customer', 'items'],
  additionalProperties: false,
  properties: {
    customer: { type: 'string', minLength: 1 },
    items: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['sku', 'quantity'],
        properties: { sku: { type: 'string' }, quantity: { type: 'integer', minimum: 1 } },
      },
    },
  },
}

/** An orders API: everybody may read, partners with an API key may write, and staff who signed in see what was sold. */
export const app = new App()
const stack = new Stack(app, 'Orders')
const staff = new cognito.UserPool(stack, 'Staff', { removalPolicy: RemovalPolicy.DESTROY })
const orders = Target.entry('lambda/orders.ts')

new RestGateway(
  stack,
  'Shop',
  defineRest({
    description: 'The orders of a shop',
    authorizers: { staff: Auth.cognito({ pools: [staff] }) },
    stages: {
      dev: { variables: { environment: 'dev' } },
      prod: { variables: { environment: 'prod' }, throttle: { rate: 200, burst: 400 } },
    },
    usagePlans: {
      partner: {
        throttle: { rate: 10, burst: 20 },
        quota: { limit: 10_000, per: 'MONTH' },
        // An example, no secret: leave the value out on AWS, and API Gateway makes one.
        keys: [{ name: 'acme', value: 'portico-example-key-000000000000' }],
      },
    },
    routes: {
      'GET /health': { target: Target.mock(200, { status: 'ok' }), auth: 'open', openReason: 'probed by load balancers' },
      'GET /orders': { target: orders, auth: 'open', openReason: 'the example is for reading' },
      'POST /orders': { target: orders, auth: 'open', openReason: 'partners are told apart by key', apiKey: true, body: NEW_ORDER },
      'GET /orders/{id}': { target: orders, auth: 'open', openReason: 'the example is for reading' },
      'DELETE /orders/{id}': { target: orders, auth: 'open', openReason: 'partners are told apart by key', apiKey: true },
      'GET /sales': { target: orders, auth: 'staff', apiKey: true },
    },
  }),
)
