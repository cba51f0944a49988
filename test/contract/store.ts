import type { Store } from '../../emulator/store/store'

const T = 1_000_000

/** What every store does, whatever keeps its data. `make` answers an empty one. */
export function storeContract(name: string, make: () => Store | Promise<Store>): void {
  describe(`${name} is a store`, () => {
    let store: Store
    beforeEach(async () => {
      store = await make()
    })
    afterEach(async () => {
      await store.close()
    })
    const takes = async (count: number, limit: { rate: number; burst: number }, now: number, bucket = 'b') => {
      let taken = 0
      for (let i = 0; i < count; i++) if (await store.take(bucket, limit, now)) taken++
      return taken
    }

    test('a bucket starts full, refills by its rate up to its burst, and never beyond', async () => {
      const limit = { rate: 10, burst: 5 }
      expect(await takes(8, limit, T)).toBe(5)
      expect(await takes(3, limit, T + 99)).toBe(0)
      expect(await takes(3, limit, T + 100)).toBe(1)
      expect(await takes(3, limit, T + 350)).toBe(2)
      expect(await takes(3, limit, T + 400)).toBe(1)
      expect(await takes(99, limit, T + 60_000)).toBe(5)
    })

    test('fractions of a token add up: 3 a second for 10 seconds are 30, however often it is asked', async () => {
      const limit = { rate: 3, burst: 1 }
      let taken = await takes(1, limit, T)
      for (let ms = 1; ms <= 10_000; ms++) taken += await takes(1, limit, T + ms)
      // A token is there in the first whole millisecond after it is due: 334 ms apart instead of 333.3.
      expect(taken).toBeGreaterThanOrEqual(30)
      expect(taken).toBeLessThanOrEqual(31)
    })

    test.each([
      ['rate 0 never refills', { rate: 0, burst: 2 }, [2, 0, 0]],
      ['burst 0 lets nothing through', { rate: 100, burst: 0 }, [0, 0, 0]],
      ['a rate below one refills slowly', { rate: 0.5, burst: 1 }, [1, 0, 1]],
    ])('%s', async (_title, limit, [first, after1s, after2s]) => {
      expect(await takes(4, limit, T)).toBe(first)
      expect(await takes(4, limit, T + 1000)).toBe(after1s)
      expect(await takes(4, limit, T + 2000)).toBe(after2s)
    })

    test('a limit that changes counts at once; a clock that steps back neither gives nor takes', async () => {
      expect(await takes(9, { rate: 1, burst: 9 }, T)).toBe(9)
      expect(await takes(99, { rate: 100, burst: 50 }, T + 200)).toBe(20)
      expect(await takes(9, { rate: 100, burst: 50 }, T)).toBe(0)
      expect(await takes(9, { rate: 100, burst: 3 }, T + 9000)).toBe(3)
    })

    test('buckets do not touch each other', async () => {
      expect(await takes(2, { rate: 1, burst: 1 }, T, 'x')).toBe(1)
      expect(await takes(2, { rate: 1, burst: 1 }, T, 'y')).toBe(1)
    })

    test('a counter adds up, can be read and lowered, and starts anew at its reset', async () => {
      expect(await store.count('c', 0, T + 100, T)).toBe(0)
      expect(await store.count('c', 2, T + 100, T)).toBe(2)
      expect(await store.count('c', 3, T + 100, T + 99)).toBe(5)
      expect(await store.count('c', -1, T + 100, T + 99)).toBe(4)
      expect(await store.count('c', 0, T + 100, T + 99)).toBe(4)
      expect(await store.count('d', 1, T + 100, T + 99)).toBe(1)
      expect(await store.count('c', 0, T + 200, T + 100)).toBe(0)
      expect(await store.count('c', 1, T + 200, T + 100)).toBe(1)
    })

    test('a value is there until it expires or is replaced', async () => {
      expect(await store.get('k', T)).toBeUndefined()
      await store.set('k', { body: 'a', list: [1, null] }, T + 100)
      expect(await store.get('k', T + 99)).toEqual({ body: 'a', list: [1, null] })
      expect(await store.get('k', T + 100)).toBeUndefined()
      await store.set('k', 'again', T + 300)
      await store.set('k', 'and again', T + 400)
      expect(await store.get('k', T + 350)).toBe('and again')
    })

    test('bytes and moments stay what they are', async () => {
      const value = { bytes: new Uint8Array([0, 255, 10]), at: new Date(T), text: 'ü' }
      await store.set('k', value, T + 100)
      expect(await store.get('k', T)).toEqual(value)
      await store.remember('c/', 'k', value, { bytes: 1, capacity: 10 }, T + 100, T)
      expect(await store.recall('c/', 'k', T)).toEqual(value)
    })

    test('a cache keeps what fits: the one that was not recalled for longest makes room', async () => {
      const put = (key: string, bytes: number, value = key) => store.remember('c/', key, value, { bytes, capacity: 10 }, T + 100, T)
      const keys = async () => (await store.remembered('c/', T)).map(({ key }) => key)
      await put('a', 3)
      await put('b', 3)
      await put('c', 4)
      expect(await keys()).toEqual(['a', 'b', 'c'])
      expect(await store.recall('c/', 'a', T)).toBe('a')
      await put('d', 1)
      expect(await keys()).toEqual(['c', 'a', 'd'])
      await put('c', 6, 'larger')
      expect(await keys()).toEqual(['a', 'd', 'c'])
      expect(await store.recall('c/', 'c', T)).toBe('larger')
      expect(await store.remembered('c/', T)).toContainEqual({ key: 'd', value: 'd', bytes: 1, expiresAt: T + 100 })
      await put('e', 10)
      expect(await keys()).toEqual(['e'])
    })

    test('what is larger than a cache is not kept, nor what it was to replace', async () => {
      const put = (key: string, bytes: number) => store.remember('c/', key, key, { bytes, capacity: 10 }, T + 100, T)
      await put('a', 3)
      await put('b', 3)
      await put('a', 11)
      expect((await store.remembered('c/', T)).map(({ key }) => key)).toEqual(['b'])
      expect(await store.recall('c/', 'a', T)).toBeUndefined()
    })

    test('what a cache holds expires, and leaves its room', async () => {
      await store.remember('c/', 'a', 1, { bytes: 6, capacity: 10 }, T + 100, T)
      await store.remember('c/', 'b', 2, { bytes: 4, capacity: 10 }, T + 300, T)
      expect([await store.recall('c/', 'a', T + 99), await store.recall('c/', 'b', T + 99)]).toEqual([1, 2])
      expect([await store.recall('c/', 'a', T + 100), await store.recall('c/', 'b', T + 100)]).toEqual([undefined, 2])
      expect((await store.remembered('c/', T + 100)).map(({ key }) => key)).toEqual(['b'])
      await store.remember('c/', 'd', 4, { bytes: 6, capacity: 10 }, T + 300, T + 100)
      expect((await store.remembered('c/', T + 100)).map(({ key }) => key)).toEqual(['b', 'd'])
    })

    test('caches do not touch each other, and go by their names', async () => {
      for (const cache of ['c/1/', 'c/2/']) await store.remember(cache, 'k', cache, { bytes: 9, capacity: 10 }, T + 100, T)
      expect([await store.recall('c/1/', 'k', T), await store.recall('c/2/', 'k', T)]).toEqual(['c/1/', 'c/2/'])
      await store.delete('c/1/')
      expect([await store.recall('c/1/', 'k', T), await store.recall('c/2/', 'k', T)]).toEqual([undefined, 'c/2/'])
      await store.remember('c/1/', 'k', 'again', { bytes: 10, capacity: 10 }, T + 100, T)
      expect(await store.recall('c/1/', 'k', T)).toBe('again')
    })

    test('delete takes what begins with the prefix, of every kind, and nothing else', async () => {
      for (const prefix of ['a/', 'ab/']) {
        await store.set(`${prefix}v`, 1, T + 100)
        await store.count(`${prefix}c`, 1, T + 100, T)
        await store.take(`${prefix}b`, { rate: 0, burst: 1 }, T)
        await store.append(`${prefix}s`, T, 'r')
      }
      await store.delete('a/')
      const state = async (prefix: string) => [
        await store.get(`${prefix}v`, T),
        await store.count(`${prefix}c`, 0, T + 100, T),
        await store.take(`${prefix}b`, { rate: 0, burst: 1 }, T),
        (await store.range(`${prefix}s`, 0, T + 1, 9)).records.length,
      ]
      expect(await state('a/')).toEqual([undefined, 0, true, 0])
      expect(await state('ab/')).toEqual([1, 1, false, 1])
    })

    test('a stream is read by time, oldest first, page by page', async () => {
      for (let i = 0; i < 7; i++) await store.append('s', T + i * 10, `r${i}`)
      const read = async (from: number, to: number, limit: number) => {
        const pages: string[][] = []
        for (let after: string | undefined, more = true; more; ) {
          const page = await store.range('s', from, to, limit, after)
          pages.push(page.records.map(({ record }) => record))
          after = page.next
          more = after !== undefined
        }
        return pages
      }
      expect(await read(0, T + 1000, 3)).toEqual([['r0', 'r1', 'r2'], ['r3', 'r4', 'r5'], ['r6']])
      expect(await read(T + 10, T + 40, 9)).toEqual([['r1', 'r2', 'r3']])
      expect(await read(T + 10, T + 50, 4)).toEqual([['r1', 'r2', 'r3', 'r4']])
      expect(await read(T + 500, T + 600, 4)).toEqual([[]])
      expect((await store.range('none', 0, T, 4)).records).toEqual([])
      expect((await store.range('s', T + 20, T + 21, 4)).records).toEqual([{ at: T + 20, record: 'r2' }])
    })

    test('a reader goes on where it stopped while the stream grows', async () => {
      for (let i = 0; i < 3; i++) await store.append('s', T + i, `r${i}`)
      const first = await store.range('s', 0, T + 999, 2)
      await store.append('s', T + 3, 'r3')
      const second = await store.range('s', 0, T + 999, 9, first.next)
      expect([...first.records, ...second.records].map(({ record }) => record)).toEqual(['r0', 'r1', 'r2', 'r3'])
    })

    test('streams are listed by prefix', async () => {
      for (const stream of ['logs/a', 'logs/b', 'metrics/a']) await store.append(stream, T, 'r')
      expect((await store.streams('logs/')).sort()).toEqual(['logs/a', 'logs/b'])
    })
  })
}
