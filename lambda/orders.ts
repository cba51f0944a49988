import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda'
import { addOrder, findOrder, listOrders, type NewOrder, removeOrder } from './order-book'

type Answer = (event: APIGatewayProxyEvent, context: Context) => APIGatewayProxyResult

/** What each route answers, by the verb and the path as they are declared in bin/app.ts. */
const ROUTES: Readonly<Record<string, Answer>> = {
  'GET /orders': () => json(200, { orders: listOrders() }),

  'POST /orders': (event, context) => {
    // API Gateway has checked a JSON body against the schema of the route, and lets every other type through unchecked.
    const type = event.headers['Content-Type'] ?? event.headers['content-type'] ?? 'application/json'
    if (!type.startsWith('application/json')) return json(415, { message: `Send application/json, not ${type}` })
    const order = JSON.parse(event.body ?? '{}') as NewOrder
    const created = { id: context.awsRequestId, ...order, createdAt: new Date(event.requestContext.requestTimeEpoch).toISOString() }
    addOrder(created)
    console.log('created order', created.id, 'for', created.customer)
    return json(201, created, { Location: `/${event.requestContext.stage}/orders/${created.id}` })
  },

  'GET /orders/{id}': (event) => {
    const order = findOrder(idOf(event))
    return order === undefined ? notFound(event) : json(200, order)
  },

  'DELETE /orders/{id}': (event) => (removeOrder(idOf(event)) ? { statusCode: 204, body: '' } : notFound(event)),

  'GET /sales': (event) => {
    const items = listOrders().flatMap((order) => order.items)
    return json(200, {
      sold: items.reduce((sum, { quantity }) => sum + quantity, 0),
      seenBy: event.requestContext.authorizer?.['claims'].sub,
    })
  },
}

/** Answers all routes of the orders API, so that they share one environment and what it remembers. */
export async function handler(event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> {
  const answer = ROUTES[`${event.httpMethod} ${event.resource}`]
  return answer === undefined ? json(404, { message: `No route ${event.httpMethod} ${event.resource}` }) : answer(event, context)
}

function idOf(event: APIGatewayProxyEvent): string {
  return decodeURIComponent(event.pathParameters?.['id'] ?? '')
}

function notFound(event: APIGatewayProxyEvent): APIGatewayProxyResult {
  return json(404, { message: `No order ${idOf(event)}` })
}

function json(statusCode: number, body: unknown, headers: Record<string, string> = {}): APIGatewayProxyResult {
  return { statusCode, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) }
}
