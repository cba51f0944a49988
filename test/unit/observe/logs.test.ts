import { type LogEvent, Logs, logStreamKey } from '../../../emulator/observe/logs'
import { MemoryStore } from '../../../emulator/store/memory-store'

test('events are kept by account, region, group and stream, and told to whoever listens', async () => {
  const store = new MemoryStore()
  const logs = new Logs(store)
  const heard: LogEvent[] = []
  const stop = logs.subscribe((event) => heard.push(event))
  logs.in('1', 'eu-west-1').write('/aws/lambda/a', '2026/[1]x', 5, 'one')
  stop()
  logs.in('1', 'eu-west-1').write('/aws/lambda/a', '2026/[1]x', 6, 'two')
  logs.in('1', 'eu-west-1').write('/aws/lambda/a/b', 's', 6, 'of another group')
  logs.in('2', 'eu-west-1').write('/aws/lambda/a', 's', 6, 'of another account')
  expect(heard).toEqual([{ account: '1', region: 'eu-west-1', group: '/aws/lambda/a', stream: '2026/[1]x', at: 5, message: 'one' }])
  expect(store.range(logStreamKey('1', 'eu-west-1', '/aws/lambda/a', '2026/[1]x'), 0, 9, 9).records).toEqual([
    { at: 5, record: 'one' },
    { at: 6, record: 'two' },
  ])
  expect(store.streams(logStreamKey('1', 'eu-west-1', '/aws/lambda/a'))).toHaveLength(1)
})

test('a store that fails later does not fail who writes', async () => {
  const logs = new Logs({ ...new MemoryStore(), append: () => Promise.reject(new Error('connection lost')) } as unknown as MemoryStore)
  logs.in('1', 'eu-west-1').write('g', 's', 1, 'm')
  await Promise.resolve()
  expect(logs.lost).toBe(1)
})

test('a listener that fails stops neither the others nor who writes', () => {
  const logs = new Logs(new MemoryStore())
  const heard: string[] = []
  logs.subscribe(() => {
    throw new Error('of a listener')
  })
  logs.subscribe(({ message }) => heard.push(message))
  const onConsole = jest.spyOn(console, 'error').mockImplementation(() => {})
  logs.in('1', 'eu-west-1').write('g', 's', 1, 'm')
  logs.tell({ account: '1', region: 'eu-west-1', group: 'g', stream: 's', at: 2, message: 'n' })
  expect(onConsole.mock.calls).toEqual([[new Error('of a listener')], [new Error('of a listener')]])
  onConsole.mockRestore()
  expect(heard).toEqual(['m', 'n'])
})
