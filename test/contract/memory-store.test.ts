import { BoundedCache } from '../../emulator/store/bounded-cache'
import { MemoryStore } from '../../emulator/store/memory-store'
import { storeContract } from './store'

const T = 1_000_000

storeContract('MemoryStore', () => new MemoryStore())

test('what has expired does not pile up', () => {
  const store = new MemoryStore()
  for (let i = 0; i < 30_000; i++) {
    const now = T + i
    store.set(`v${i}`, i, now + 50)
    store.count(`c${i}`, 1, now + 50, now)
    store.take(`b${i}`, { rate: 1000, burst: 1 }, now)
  }
  expect(store.size).toBeLessThan(3000)
})

test('a cache stays within its capacity however many come, and dead answers do not pile up in it', () => {
  const cache = new BoundedCache()
  for (let i = 0; i < 100_000; i++) {
    cache.set(`k${i}`, i, { bytes: 100 + (i % 7), capacity: 50_000 }, T + 1e9, T)
    if (i % 3 === 0) cache.get(`k${i - 200}`, T)
  }
  expect(cache.bytes).toBeLessThanOrEqual(50_000)
  expect(cache.bytes).toBeGreaterThan(49_000)
  expect(cache.list(T).reduce((sum, { bytes }) => sum + bytes, 0)).toBe(cache.bytes)
  const mortal = new BoundedCache()
  for (let i = 0; i < 30_000; i++) mortal.set(`k${i}`, i, { bytes: 1, capacity: 1e9 }, T + i + 50, T + i)
  expect(mortal.size).toBeLessThan(3000)
})

test('what has not expired stays, however much comes', () => {
  const store = new MemoryStore()
  store.set('kept', 1, T + 1e9)
  store.count('kept', 7, T + 1e9, T)
  store.take('kept', { rate: 0.001, burst: 1 }, T)
  for (let i = 0; i < 20_000; i++) store.count(`c${i}`, 1, T + i + 1, T + i)
  expect([
    store.get('kept', T + 20_000),
    store.count('kept', 0, T + 1e9, T),
    store.take('kept', { rate: 0.001, burst: 1 }, T + 20_000),
  ]).toEqual([1, 7, false])
})

test('a stream keeps its last 10,000 records and 4 MB, and a reader of old pages goes on with what is left', () => {
  const store = new MemoryStore()
  for (let i = 0; i < 100; i++) store.append('s', T + i, `r${i}`)
  const { next } = store.range('s', 0, T + 1e6, 10)
  for (let i = 100; i < 25_000; i++) store.append('s', T + i, `r${i}`)
  const all = store.range('s', 0, T + 1e6, 1e6).records
  expect([all.length, all[0]?.record, all.at(-1)?.record]).toEqual([10_000, 'r15000', 'r24999'])
  expect(store.range('s', 0, T + 1e6, 1, next).records[0]?.record).toBe('r15000')
  for (let i = 0; i < 100; i++) store.append('large', T + i, 'x'.repeat(100_000))
  expect(store.range('large', 0, T + 1e6, 1e6).records.length).toBe(41)
})

test('records are read as they were written, whatever stands beside them', () => {
  const store = new MemoryStore()
  const kinds = [
    'plain',
    'Grüße',
    '',
    '日本',
    '😀',
    '\ude00 begins with half a character',
    'ends with half a character \ud83d',
    'x'.repeat(9000),
  ]
  const written = Array.from({ length: 300 }, (_, i) => kinds[(i * 7 + (i >> 3)) % kinds.length] as string)
  for (const [i, record] of written.entries()) {
    store.append('s', T + i, record)
    if (i % 97 === 0) expect(store.range('s', T + i, T + i + 1, 10).records).toHaveLength(1)
  }
  const read = store.range('s', 0, T + 1e6, 1e6).records
  expect(read.map(({ record }) => record)).toEqual(written.map((record) => Buffer.from(record).toString('utf8')))
  expect(read.map(({ at }) => at)).toEqual(written.map((_, i) => T + i))
})

test('a large record is kept whole behind half a character', () => {
  const store = new MemoryStore()
  const large = `\ude00${'日本語😀'.repeat(20_000)}end`
  store.append('s', T, 'begins \ud83d')
  store.append('s', T, large)
  expect(store.range('s', 0, T + 1, 9).records.map(({ record }) => record)).toEqual(['begins \ufffd', large.replace('\ude00', '\ufffd')])
})

test('of too many streams, those written to longest ago give way', () => {
  const store = new MemoryStore()
  store.append('busy', T, 'r')
  for (let i = 0; i < 5000; i++) {
    store.append(`s${i}`, T + i, 'r')
    store.append('busy', T + i, 'r')
  }
  expect(store.streams('').length).toBeLessThanOrEqual(2000)
  expect(store.streams('busy')).toEqual(['busy'])
  expect(store.streams('s4999')).toEqual(['s4999'])
})
