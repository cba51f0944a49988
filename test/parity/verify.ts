import type { Case, Then, Wanted, WantedReceived } from './case'
import type { Answer, World } from './world'

/** Compares what the last step of a case answered, and what reached its backend, with what the case says. */
export function verify({ then }: Case, answer: Answer, world: World): void {
  const invoked = then.log === undefined && then.notInLog === undefined ? undefined : readLog(answer)
  const { actual, wanted } = compared(then, answer, (value) => matcher(value, world, answer))
  expect(actual).toEqual(wanted)
  if (then.lines !== undefined)
    expect(pairs(answer.lines).map(([name, value]) => `${name}: ${value}`)).toEqual(
      expect.arrayContaining(then.lines.map((line) => fill(line, world, answer))),
    )
  if (then.json !== undefined) expect(jsonOf(answer.bytes)).toMatchObject(deep(then.json, world, answer) as object)
  for (const path of then.without ?? []) expect(jsonOf(answer.bytes)).not.toHaveProperty(path)
  if (then.received === false) expect(world.received).toEqual([])
  else if (then.received !== undefined) verifyReceived(then.received, world, answer)
  if (invoked !== undefined) verifyLog(invoked, then, world, answer)
  verifyObserved(then, world, answer)
}

/** The parts of an answer that a case speaks of, beside what it says of them: one comparison, so that a failure shows all. */
function compared(then: Then, { status, lines, bytes }: Answer, as: (value: Wanted) => unknown) {
  const headers = joined(lines)
  const actual: Record<string, unknown> = {}
  const wanted: Record<string, unknown> = {}
  if (then.status !== undefined) [actual['status'], wanted['status']] = [status, then.status]
  if (then.size !== undefined) [actual['size'], wanted['size']] = [bytes.length, then.size]
  if (then.body instanceof Uint8Array) [actual['bytes'], wanted['bytes']] = [[...bytes], [...then.body]]
  else if (then.body !== undefined) [actual['body'], wanted['body']] = [bytes.toString('utf8'), as(then.body)]
  for (const [name, value] of Object.entries(then.headers ?? {})) [actual[name], wanted[name]] = [headers[name.toLowerCase()], as(value)]
  for (const name of then.absent ?? []) [actual[name], wanted[name]] = [headers[name.toLowerCase()], undefined]
  return { actual, wanted }
}

function verifyReceived(wanted: WantedReceived, world: World, answer: Answer): void {
  const last = world.received.at(-1)
  if (last === undefined) throw new Error(`Nothing reached the backend; the client got ${answer.status} ${answer.bytes}.`)
  const { method, url, headers, bytes } = last
  if (wanted.method !== undefined) expect(method).toBe(wanted.method)
  if (wanted.url !== undefined) expect(url).toEqual(matcher(wanted.url, world, answer))
  for (const [name, value] of Object.entries(wanted.headers ?? {}))
    expect({ [name]: headers[name.toLowerCase()] }).toEqual({ [name]: matcher(value, world, answer) })
  for (const name of wanted.absent ?? []) expect({ [name]: headers[name.toLowerCase()] }).toEqual({ [name]: undefined })
  if (wanted.body instanceof Uint8Array) expect([...bytes]).toEqual([...wanted.body])
  else if (wanted.body !== undefined) expect(bytes.toString('utf8')).toEqual(matcher(wanted.body, world, answer))
  if (wanted.json !== undefined) expect(jsonOf(bytes)).toMatchObject(deep(wanted.json, world, answer) as object)
}

/** What was logged and counted of the case. */
function verifyObserved({ accessLog, executionLog, metrics }: Then, world: World, answer: Answer): void {
  const { gateway } = world
  if (accessLog !== undefined) {
    const lines = gateway.logs.access<unknown>().map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
    expect(lines.at(-1)).toEqual(matcher(accessLog, world, answer))
  }
  if (executionLog !== undefined)
    expect(gateway.logs.execution(joined(answer.lines)['x-amzn-requestid'])).toEqual(
      executionLog.map((line) => matcher(line, world, answer)),
    )
  for (const [name, sum] of Object.entries(metrics ?? {}))
    expect({ [name]: gateway.metrics.count(name) === 0 ? undefined : gateway.metrics.sum(name) }).toEqual({ [name]: sum })
}

function verifyLog(log: readonly string[], then: Then, world: World, answer: Answer): void {
  let at = 0
  for (const line of then.log ?? []) {
    const found = log.findIndex(
      (text, index) => index >= at && (typeof line === 'string' ? text === fill(line, world, answer) : line.test(text)),
    )
    if (found < 0) throw new Error(`The log has no line ${line} behind line ${at}:\n${log.join('\n')}`)
    at = found + 1
  }
  for (const line of then.notInLog ?? []) expect(log.filter((text) => line.test(text))).toEqual([])
}

/** The lines of a test invocation's log, without their times; the first is without one. */
function readLog({ bytes }: Answer): string[] {
  const { log = '' } = jsonOf(bytes) as { log?: string }
  return log.split('\n').map((line) => line.replace(/^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d [\d:]{8} UTC \d{4} : /, ''))
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new Error(`No JSON: ${bytes}`)
  }
}

function matcher(value: Wanted, world: World, answer: Answer): unknown {
  return typeof value === 'string' ? fill(value, world, answer) : expect.stringMatching(value)
}

function fill(text: string, world: World, { lines }: Answer): string {
  return world.fill(text).replace(/\{@([\w-]+)\}/g, (_whole, name: string) => joined(lines)[name.toLowerCase()] ?? '')
}

function deep(value: unknown, world: World, answer: Answer): unknown {
  if (typeof value === 'string' || value instanceof RegExp) return matcher(value, world, answer)
  if (Array.isArray(value)) return value.map((item) => deep(item, world, answer))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, deep(member, world, answer)]))
}

function pairs(lines: readonly string[]): [string, string][] {
  const found: [string, string][] = []
  for (let i = 0; i < lines.length; i += 2) found.push([lines[i] as string, lines[i + 1] as string])
  return found
}

function joined(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of pairs(lines)) {
    const lower = name.toLowerCase()
    headers[lower] = headers[lower] === undefined ? value : `${headers[lower]}, ${value}`
  }
  return headers
}
