import { APIGateway } from '@aws-sdk/client-api-gateway'
import { createControlPlane } from '../../emulator/protocols/control-plane'
import { SERVICES } from '../../emulator/protocols/services'
import { MemoryStore } from '../../emulator/store/memory-store'
import { type TestCall, testCall } from '../support/call'
import { inProcess } from '../unit/protocols/in-process'
import { type Bindings, difference, type Recorded } from './recordings'

interface SdkError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number }
}

/** A session that is run again, through the real client of the SDK, on an empty account. */
export class Replay {
  readonly gw: APIGateway
  readonly call: TestCall
  /** Steps that were run, and how AWS's answer differs where it does. */
  readonly steps = new Map<string, string | undefined>()
  readonly #bindings: Bindings = new Map()

  constructor(readonly recorded: Recorded) {
    this.call = testCall({ account: '111111111111', store: new MemoryStore() })
    const plane = createControlPlane({
      services: SERVICES.filter(({ service }) => service.name === 'apigateway'),
      callFor: () => this.call,
      account: this.call.account,
    })
    this.gw = new APIGateway({
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
      requestHandler: inProcess(plane),
    })
  }

  /** Compares the answer of a call with the recorded one; gives the answer on, an empty one when the call was refused. */
  async is<T extends object>(step: string, running: Promise<T>, recorded = this.recorded[step]): Promise<T> {
    const { shown, answer } = await shape(running)
    // Some lists were recorded without what is around them.
    const compared = Array.isArray(recorded) ? (shown as { items?: unknown }).items : shown
    const differs = step in this.recorded ? difference(recorded, compared, this.#bindings) : 'no such step'
    this.steps.set(step, differs)
    return answer
  }

  /** An API with nothing in it: the ids of it and of its root. */
  async api(): Promise<{ restApiId: string; root: string }> {
    const { id, rootResourceId } = await this.gw.createRestApi({ name: 'name', description: 'this is my api' })
    return { restApiId: id as string, root: rootResourceId as string }
  }

  /** An API with a MOCK method on its root. */
  async mocked(httpMethod = 'GET'): Promise<{ restApiId: string; root: string; place: Place }> {
    const { restApiId, root } = await this.api()
    const place = { restApiId, resourceId: root, httpMethod }
    await this.gw.putMethod({ ...place, authorizationType: 'NONE' })
    const requestTemplates = { 'application/json': '{"statusCode": 200}' }
    await this.gw.putIntegration({ ...place, type: 'MOCK', requestTemplates })
    return { restApiId, root, place }
  }
}

/** Where a method is. */
export interface Place {
  readonly restApiId: string
  readonly resourceId: string
  readonly httpMethod: string
}

/** A patch operation, in short. */
export type Patch = readonly [op: string, path?: string | undefined, value?: string | undefined]

/** Patch operations. */
export function patches(...operations: readonly Patch[]) {
  return { patchOperations: operations.map(([op, path, value]) => ({ op: op as 'add', path, value })) }
}

/** Session to what is done in it. */
export type Replays = Readonly<Record<string, (replay: Replay) => Promise<void>>>

/** An answer in the form of the recordings. */
async function shape<T extends object>(running: Promise<T>): Promise<{ shown: unknown; answer: T }> {
  try {
    const answer = await running
    const { $metadata, ...members } = answer as T & { $metadata?: { httpStatusCode?: number } }
    return { shown: { ...withoutUndefined(members), ResponseMetadata: { HTTPStatusCode: $metadata?.httpStatusCode } }, answer }
  } catch (error) {
    const { name, message, $metadata } = error as SdkError
    if ($metadata === undefined) throw error
    // Errors that the service's model does not name were recorded without the members of their body.
    const members = /^(?:Validation|Serialization)Exception$/.test(name) ? {} : { message }
    const shown = { Error: { Code: name, Message: message }, ...members, ResponseMetadata: { HTTPStatusCode: $metadata.httpStatusCode } }
    return { shown, answer: {} as T }
  }
}

function withoutUndefined(members: object): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}
