import type { StaticOperationSchema } from '@smithy/types'
import { type ControlPlane, createControlPlane } from '../../../emulator/protocols/control-plane'
import type { ServiceBinding } from '../../../emulator/protocols/services'
import type { Wire } from '../../../emulator/protocols/wires'
import { testCall } from '../../support/call'

export type Values = Record<string, unknown>
type Module = Record<string, unknown>
/** What the tests use of a client. */
export interface Client {
  readonly config: { readonly protocol: { readonly options: Values; readonly serviceTarget?: string }; readonly apiVersion: string }
  send(command: unknown): Promise<Values>
}

/** A service whose every operation notes its input, and answers or throws what it is told. */
export class Recorder {
  input: unknown
  region: string | undefined
  answer: () => Values = () => ({})

  constructor(
    readonly name: string,
    readonly wire: Wire,
  ) {}

  plane(): ControlPlane {
    const operation = (input: unknown, { region }: { region: string }) => {
      Object.assign(this, { input, region })
      return this.answer()
    }
    const operations = Object.fromEntries(operationsOf(this.wire).map(([name]) => [name, operation]))
    const binding: ServiceBinding = { service: { name: this.name, operations }, ...this.wire }
    return createControlPlane({ services: [binding], callFor: (account, region) => testCall({ account, region }), account: '123456789012' })
  }
}

/** The operations of a service's client, with their schemas. */
export function operationsOf(wire: Wire): [name: string, schema: StaticOperationSchema][] {
  return exportedSchemas<StaticOperationSchema>(wire, 9).map((schema) => [schema[2], schema])
}

/** What a client's package exports of one kind: 9 is an operation, -3 an error. */
export function exportedSchemas<Schema>(wire: Wire, kind: number): Schema[] {
  return Object.values(wire.client() as Module).filter((exported) => Array.isArray(exported) && exported[0] === kind) as Schema[]
}

const QUIET = { trace: () => {}, debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** The real client of a service, for a port that nobody opens. */
export function clientOf(wire: Wire, options: Values): Client {
  const module = wire.client() as Module
  const name = Object.keys(module).find((key) => /[^_]Client$/.test(key)) as string
  const Constructor = module[name] as new (options: Values) => Client
  return new Constructor({
    endpoint: 'http://127.0.0.1:4566',
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
    maxAttempts: 1,
    logger: QUIET,
    forcePathStyle: true,
    ...options,
  })
}

/** A command of the real client. */
export function commandOf(wire: Wire, operation: string, input: Values): unknown {
  const Command = (wire.client() as Module)[`${operation}Command`] as new (input: Values) => unknown
  return new Command(input)
}

/** What a client answered, without metadata and the nulls that it puts for absent bodies, streams read to their end. */
export async function plain({ $metadata: _, ...answered }: Values): Promise<Values> {
  const read: Values = {}
  for (const [name, value] of Object.entries(answered)) if (value !== null && value !== undefined) read[name] = await toTheEnd(value)
  return read
}

async function toTheEnd(value: unknown): Promise<unknown> {
  if (typeof value !== 'object' || value === null || !(Symbol.asyncIterator in value)) return value
  if ('transformToByteArray' in value) return Uint8Array.from(await (value.transformToByteArray as () => Promise<Uint8Array>)())
  const events: unknown[] = []
  for await (const event of value as AsyncIterable<unknown>) events.push(event)
  return events
}
