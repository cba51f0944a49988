import { appendFileSync } from 'node:fs'

/** A price that tests replace. */
export const prices = { of: (sku: string): number => sku.length }

/** Answers a price, and what it sees of its environment. */
export const handler = async (event: { queryStringParameters: { sku: string } | null }) => {
  const sku = event.queryStringParameters?.sku ?? ''
  console.log('quoting', sku)
  if (sku === 'bad') throw new RangeError('no such thing')
  return {
    statusCode: 200,
    body: JSON.stringify({ price: prices.of(sku), table: process.env['TABLE'], name: process.env['AWS_LAMBDA_FUNCTION_NAME'] }),
  }
}

/** With a callback, which waits for nothing where the event loop is a test's. */
export const called = (_event: unknown, _context: unknown, callback: (error: null, value: unknown) => void) => {
  setTimeout(() => {}, 60_000).unref()
  callback(null, { statusCode: 200, body: typeof appendFileSync })
}
