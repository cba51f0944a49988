import { emulate } from '../../../emulator/testing/index'
import { restTemplate } from '../../support/rest-template'

test('stop lets a running request finish, and takes no new one', async () => {
  const slow =
    'exports.handler = async () => { await new Promise((done) => setTimeout(done, 150)); return { statusCode: 200, body: "done" } }'
  const gateway = await emulate(restTemplate({ routes: { 'GET /slow': { fn: 'Slow' } }, functions: { Slow: slow } }), { port: 0 })
  const url = `${gateway.url}/_aws/execute-api/${gateway.outputs['ApiId']}/test/slow`
  // Warm, so that what follows is in flight when the server stops.
  await fetch(url)
  const running = fetch(url)
  await new Promise((wait) => setTimeout(wait, 50))
  const stopped = gateway.stop()
  expect(await (await running).text()).toBe('done')
  await stopped
  await expect(fetch(url)).rejects.toThrow()
})

test('answers come while a test has put its own timers in the place of the real ones', async () => {
  const quick = 'exports.handler = async () => ({ statusCode: 200, body: "done" })'
  const gateway = await emulate(restTemplate({ routes: { 'GET /quick': { fn: 'Quick' } }, functions: { Quick: quick } }), { port: 0 })
  jest.useFakeTimers()
  try {
    const url = `${gateway.url}/_aws/execute-api/${gateway.outputs['ApiId']}/test/quick`
    expect(await (await fetch(url)).text()).toBe('done')
  } finally {
    jest.useRealTimers()
    await gateway.stop()
  }
})
