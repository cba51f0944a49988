import type { aws_dynamodb as dynamodb, Stack, aws_sqs as sqs } from 'aws-cdk-lib'
import { Auth, RestGateway, Target } from 'portico'

/** What the carts API stands on. */
export interface CartsParts {
  readonly carts: dynamodb.ITable
  readonly jobs: sqs.IQueue
}

/** Carts in DynamoDB and jobs in SQS, without a function. */
export function cartsApi(stack: Stack, { carts, jobs }: CartsParts) {
  const table = Target.dynamoDb(carts)
  const key = { id: 'path.id' }
  return new RestGateway(stack, 'Carts', {
    defaultAuth: Auth.open('inside a VPC'),
    routes: {
      'GET /carts/{id}': { target: table.getItem({ key }) },
      'PUT /carts/{id}': {
        target: table.putItem({ item: { ...key, customer: 'body.customer', total: 'body.total' }, numbers: ['total'] }),
        body: {
          type: 'object',
          required: ['customer', 'total'],
          properties: { customer: { type: 'string' }, total: { type: 'number', minimum: 0 } },
        },
      },
      'PATCH /carts/{id}': { target: table.updateItem({ key, set: { customer: 'body.customer' }, mustExist: true }) },
      'DELETE /carts/{id}': { target: table.deleteItem({ key }) },
      'POST /jobs': { target: Target.sqs(jobs).sendMessage({ attributes: { tenant: 'header.X-Tenant' } }) },
    },
  })
}
