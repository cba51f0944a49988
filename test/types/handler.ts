import { Type } from '@sinclair/typebox'
import { defineRest, Target } from 'portico'
import { bodyOf, type Handler } from 'portico/handler'
import { z } from 'zod'

// Compiled, never run: what handlers know of their routes.
const target = Target.mock(200)
const shop = defineRest({
  defaultAuth: 'iam',
  routes: {
    'GET /orders/{id}/lines/{line}': { target },
    'ANY /files/{path+}': { target },
    'POST /json': {
      target,
      body: {
        type: 'object',
        required: ['customer', 'items'],
        properties: {
          customer: { type: 'string' },
          items: {
            type: 'array',
            items: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' }, quantity: { type: 'integer' } } },
          },
          pay: { enum: ['card', 'cash'] },
          note: { type: ['string', 'null'] },
        },
      },
    },
    'POST /zod': { target, body: z.object({ customer: z.string(), pay: z.enum(['card', 'cash']).optional() }) },
    'POST /typebox': { target, body: Type.Object({ customer: Type.String(), count: Type.Optional(Type.Integer()) }) },
  },
})
type Shop = typeof shop

/** Compiles where both are the same. */
const same = <A, _B extends A>(_a?: (value: A) => A) => undefined

export const json: Handler<'POST /json', Shop> = async (event) => {
  const order = bodyOf(event)
  same<{ customer: string; items: { sku: string; quantity?: number }[]; pay?: 'card' | 'cash'; note?: string | null }, typeof order>()
  const customer: string = order.customer
  const pay: 'card' | 'cash' | undefined = order.pay
  const quantity: number | undefined = order.items[0]?.quantity
  // @ts-expect-error a property that the schema does not have
  order.customers
  // @ts-expect-error a property that may be missing
  order.note.length
  // @ts-expect-error no path variable
  event.pathParameters.id
  return { statusCode: 201, body: `${customer} ${pay} ${quantity}` }
}

export const zod: Handler<'POST /zod', Shop> = async (event) => {
  const order = bodyOf(event)
  const pay: 'card' | 'cash' | undefined = order.pay
  // @ts-expect-error no such property
  order.sku
  return { statusCode: 200, body: order.customer + pay }
}

export const typebox: Handler<'POST /typebox', Shop> = async (event) => {
  const { customer, count } = bodyOf(event)
  return { statusCode: 200, body: customer + (count ?? 0).toFixed(2) }
}

export const variables: Handler<'GET /orders/{id}/lines/{line}', Shop> = async ({ pathParameters }) => {
  // @ts-expect-error a variable that the path does not have
  pathParameters.order
  return { statusCode: 200, body: pathParameters.id + pathParameters.line }
}

export const greedy: Handler<'ANY /files/{path+}', Shop> = async ({ pathParameters: { path }, body }) => ({
  statusCode: 200,
  body: path + (body ?? ''),
})

// @ts-expect-error a route that is not declared
export type Unknown = Handler<'GET /nothing', Shop>
// @ts-expect-error an answer without a status
export const noStatus: Handler<'POST /zod', Shop> = async () => ({ body: '' })

declare module 'portico/handler' {
  interface Register {
    api: Shop
  }
}
export const registered: Handler<'POST /zod'> = async (event) => ({ statusCode: 200, body: bodyOf(event).customer })
// @ts-expect-error a route that the registered API does not have
export type UnknownToRegistered = Handler<'GET /nothing'>
