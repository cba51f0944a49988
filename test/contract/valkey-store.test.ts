import { ManualClock } from '../../emulator/base/clock'
import type { Diagnostic } from '../../emulator/base/diagnostics'
import { createStore } from '../../emulator/store/create-store'
import { MemoryStore } from '../../emulator/store/memory-store'
import type { Store } from '../../emulator/store/store'
import { describeWithServer, Server } from '../support/valkey'
import { storeContract } from './store'

const T = 1_000_000

describeWithServer('on a server', () => {
  let server: Server
  let prefixes = 0
  beforeAll(async () => {
    server = await Server.start()
  })
  afterAll(() => server.kill())
  const open = async (prefix: string, tell: (diagnostics: readonly Diagnostic[]) => void = () => {}): Promise<Store> => {
    const store = createStore(`${server.url}?prefix=${prefix}`, new ManualClock(T), tell)
    await store.open()
    return store
  }

  storeContract('ValkeyStore', () => open(`contract${prefixes++}`))

  test('two that are given the same URL share everything; another prefix nothing', async () => {
    const [one, two, other] = [await open('shared'), await open('shared'), await open('other')]
    const limit = { rate: 1, burst: 3 }
    const taken = [
      await one.take('b', limit, T),
      await two.take('b', limit, T),
      await one.take('b', limit, T),
      await two.take('b', limit, T),
    ]
    expect([...taken, await other.take('b', limit, T)]).toEqual([true, true, true, false, true])
    await one.count('c', 2, T + 100, T)
    expect([await two.count('c', 1, T + 100, T), await other.count('c', 0, T + 100, T)]).toEqual([3, 0])
    await one.remember('cache/', 'k', 'kept', { bytes: 1, capacity: 9 }, T + 100, T)
    expect([await two.recall('cache/', 'k', T), await other.recall('cache/', 'k', T)]).toEqual(['kept', undefined])
    await one.delete('')
    expect([await two.recall('cache/', 'k', T), await other.count('c', 1, T + 100, T)]).toEqual([undefined, 1])
    for (const store of [one, two, other]) await store.close()
  })

  test('a bucket gives what it gives in memory, token by token', async () => {
    const shared = await open('same')
    const memory = new MemoryStore()
    const differences: number[] = []
    let [now, state] = [T, 7]
    for (let i = 0; i < 4000; i++) {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31
      now += state % 97
      const limit = { rate: [0.1, 3, 10 / 3, 25.7][i % 4] as number, burst: 1 + (i % 5) }
      const name = `b${i % 8}`
      if ((await shared.take(name, limit, now)) !== memory.take(name, limit, now)) differences.push(i)
    }
    expect(differences).toEqual([])
    await shared.close()
  })

  test('10,000 takes at once through two connections give exactly what the bucket holds', async () => {
    const stores = [await open('rush'), await open('rush')] as const
    const limit = { rate: 5, burst: 100 }
    const answers = await Promise.all(Array.from({ length: 10_000 }, (_, i) => stores[i % 2 === 0 ? 0 : 1].take('b', limit, T)))
    expect(answers.filter((taken) => taken)).toHaveLength(100)
    for (const store of stores) await store.close()
  })
})

test.each([
  ['http://127.0.0.1', /The store http:\/\/127\.0\.0\.1 is none that Portico knows/],
  ['redis://', /none that Portico knows/],
])('%s is no store', (url, message) => {
  expect(() => createStore(url, new ManualClock(T), () => {})).toThrow(message)
})

test('a server that is not there is told at once, without its password', async () => {
  const store = createStore('redis://user:secret@127.0.0.1:1', new ManualClock(T), () => {})
  await expect(Promise.resolve(store.open())).rejects.toThrow(/The store redis:\/\/127\.0\.0\.1:1 cannot be reached/)
})
