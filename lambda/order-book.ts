/** One line of an order. */
export interface OrderItem {
  readonly sku: string
  readonly quantity: number
}

/** What a client sends to create an order. */
export interface NewOrder {
  readonly customer: string
  readonly items: readonly OrderItem[]
}

/** An order as the API shows it. */
export interface Order extends NewOrder {
  readonly id: string
  readonly createdAt: string
}

// A table would go here. Memory belongs to one environment of the function: each starts with the same two orders, an order created in one is
// not seen by another, and all is forgotten when the environment ends. Under load, or after a pause, that is soon.
const orders = new Map<string, Order>(
  [
    { id: '1001', customer: 'Ada', items: [{ sku: 'tea-earl-grey', quantity: 2 }], createdAt: '2026-01-05T09:30:00.000Z' },
    { id: '1002', customer: 'Grace', items: [{ sku: 'mug-white', quantity: 6 }], createdAt: '2026-01-06T14:00:00.000Z' },
  ].map((order) => [order.id, order]),
)

/** All orders, oldest first. */
export function listOrders(): Order[] {
  return [...orders.values()]
}

/** The order of that id. */
export function findOrder(id: string): Order | undefined {
  return orders.get(id)
}

/** Keeps a new order. */
export function addOrder(order: Order): void {
  orders.set(order.id, order)
}

/** Forgets an order; answers whether there was one. */
export function removeOrder(id: string): boolean {
  return orders.delete(id)
}
