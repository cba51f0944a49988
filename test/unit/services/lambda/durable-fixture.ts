import type { CheckpointDurableExecutionResponse, ErrorObject, Operation, OperationUpdate } from '@aws-sdk/client-lambda'
import { zipSync } from 'fflate'
import { turn } from '../../../../emulator/base/clock'
import type { InvokeOptions, InvokeResult } from '../../../../emulator/model/invocation'
import type { RunnableFunction } from '../../../../emulator/runner/runner'
import { lambda } from '../../../../emulator/services/lambda'
import { type Bound, bind } from '../../../../emulator/services/operations'
import { type TestCall, testCall } from '../../../support/call'

export type LambdaCalls = Bound<typeof lambda.operations>

interface Given {
  readonly DurableExecutionArn: string
  readonly CheckpointToken: string
  readonly InitialExecutionState: { readonly Operations: Operation[]; readonly NextMarker?: string }
  readonly UpdatedOperationIds?: string[]
}

/** Thrown by what has to be waited for: the invocation answers PENDING. */
const SUSPENDED = Symbol('suspended')

/** What a durable function does with its checkpoints, as far as these tests need it: an operation for each name. */
export class Flow {
  token: string
  readonly #known = new Map<string, Operation>()

  constructor(
    readonly given: Given,
    private readonly operations: LambdaCalls,
  ) {
    this.token = given.CheckpointToken
    this.#note(given.InitialExecutionState.Operations)
  }

  get input(): unknown {
    return JSON.parse(String(this.given.InitialExecutionState.Operations[0]?.ExecutionDetails?.InputPayload))
  }

  async checkpoint(...Updates: OperationUpdate[]): Promise<CheckpointDurableExecutionResponse> {
    const { DurableExecutionArn } = this.given
    const answer = await this.operations.CheckpointDurableExecution({ DurableExecutionArn, CheckpointToken: this.token, Updates })
    this.token = String(answer.CheckpointToken)
    this.#note(answer.NewExecutionState?.Operations ?? [])
    return answer
  }

  async step(Id: string, run: () => unknown, delay?: number): Promise<unknown> {
    const known = this.#known.get(Id)
    if (known?.Status === 'SUCCEEDED') return JSON.parse(String(known.StepDetails?.Result))
    if (known?.Status === 'PENDING') throw SUSPENDED
    await this.checkpoint({ Id, Name: Id, Type: 'STEP', SubType: 'Step', Action: 'START' })
    try {
      const result = await run()
      await this.checkpoint({ Id, Type: 'STEP', Action: 'SUCCEED', Payload: JSON.stringify(result) })
      return result
    } catch (error) {
      const why = { ErrorType: 'Error', ErrorMessage: (error as Error).message }
      if (delay === undefined) throw error
      await this.checkpoint({ Id, Type: 'STEP', Action: 'RETRY', Error: why, StepOptions: { NextAttemptDelaySeconds: delay } })
      throw SUSPENDED
    }
  }

  async wait(Id: string, WaitSeconds: number): Promise<void> {
    await this.#await({ Id, Type: 'WAIT', WaitOptions: { WaitSeconds } })
  }

  async callback(Id: string, CallbackOptions: OperationUpdate['CallbackOptions'] = {}): Promise<unknown> {
    const { CallbackDetails } = await this.#await({ Id, Type: 'CALLBACK', CallbackOptions })
    return outcomeOf(CallbackDetails)
  }

  async invoke(Id: string, FunctionName: string, input: unknown): Promise<unknown> {
    const Payload = JSON.stringify(input)
    const { ChainedInvokeDetails } = await this.#await({ Id, Type: 'CHAINED_INVOKE', ChainedInvokeOptions: { FunctionName }, Payload })
    return outcomeOf(ChainedInvokeDetails)
  }

  async #await(update: Omit<OperationUpdate, 'Action'>): Promise<Operation> {
    const id = String(update.Id)
    if (!this.#known.has(id)) await this.checkpoint({ ...update, Action: 'START' })
    const known = this.#known.get(id)
    if (known === undefined || known.Status === 'STARTED') throw SUSPENDED
    return known
  }

  #note(operations: readonly Operation[]): void {
    for (const operation of operations) this.#known.set(String(operation.Id), operation)
  }
}

function outcomeOf(details: { Result?: string | undefined; Error?: ErrorObject | undefined } | undefined): unknown {
  if (details?.Error !== undefined) throw Object.assign(new Error(details.Error.ErrorMessage), { name: details.Error.ErrorType })
  return details?.Result === undefined ? undefined : JSON.parse(details.Result)
}

/** What a function does: its answer is that of the durable execution. */
export type Handler = (flow: Flow, operations: LambdaCalls) => unknown
/** An invocation answers something else than what a flow makes of its handler. */
export class Answer {
  constructor(readonly result: Partial<InvokeResult>) {}
}

async function answerOf(flow: Flow, operations: LambdaCalls, handler: Handler): Promise<Partial<InvokeResult>> {
  const say = (answer: unknown) => ({ payload: JSON.stringify(answer) })
  try {
    const result = await handler(flow, operations)
    return result instanceof Answer ? result.result : say({ Status: 'SUCCEEDED', Result: JSON.stringify(result) })
  } catch (error) {
    if (error === SUSPENDED) return say({ Status: 'PENDING' })
    if (error instanceof Answer) return error.result
    const { name: ErrorType, message: ErrorMessage } = error as Error
    return say({ Status: 'FAILED', Error: { ErrorType, ErrorMessage } })
  }
}

/** An account with the durable function `flow`, version 1 with the alias `live`, and plain functions; on a clock of the test's. */
export async function durableAccount(
  handlers: Readonly<Record<string, Handler>>,
  {
    plain = {},
    config = {},
    members = {},
  }: { plain?: Record<string, (event: unknown) => unknown>; config?: object; members?: object } = {},
) {
  let calls: LambdaCalls
  const invocations: string[] = []
  const run = async ({ name, version }: RunnableFunction, event: string, options: InvokeOptions): Promise<InvokeResult> => {
    const { requestId = 'r' } = options
    invocations.push(`${name}:${version}`)
    const base = { status: 200 as const, payload: '', executedVersion: version, requestId, logTail: '' }
    if (options.invocationType === 'DryRun') return { ...base, status: 204 }
    const handler = handlers[name]
    if (handler !== undefined) return { ...base, ...(await answerOf(new Flow(JSON.parse(event), calls), calls, handler)) }
    try {
      return { ...base, payload: JSON.stringify(await plain[name]?.(JSON.parse(event))) }
    } catch (error) {
      const { name: errorType, message: errorMessage } = error as Error
      return { ...base, functionError: 'Unhandled', payload: JSON.stringify({ errorType, errorMessage }) }
    }
  }
  const functions = { run, retire: () => {}, provision: () => {}, warm: () => {}, close: () => Promise.resolve() }
  const call: TestCall = testCall({ functions, ...members })
  calls = bind(lambda.operations, call)
  const made = {
    Role: 'arn:aws:iam::123456789012:role/r',
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Code: { ZipFile: zipSync({ 'index.js': new Uint8Array([49]) }) },
    Publish: true,
  } as const
  for (const FunctionName of Object.keys(handlers)) {
    await calls.CreateFunction({ ...made, FunctionName, DurableConfig: { ExecutionTimeout: 900, ...config } })
    await calls.CreateAlias({ FunctionName, Name: 'live', FunctionVersion: '1' })
  }
  for (const FunctionName of Object.keys(plain)) await calls.CreateFunction({ ...made, FunctionName })
  /** Invokes `flow:1`; the promise of what a synchronous call answers. */
  const invoke = async (event: unknown = {}, more: object = {}) => {
    const Payload = new TextEncoder().encode(JSON.stringify(event))
    const { Payload: answer, ...rest } = await calls.Invoke({ FunctionName: 'flow:1', Payload, ...more })
    return { ...rest, answer: answer === undefined ? undefined : JSON.parse(Buffer.from(answer).toString() || 'null') }
  }
  /** Starts `flow:1`, and answers what it is called by when all that can run now has run. */
  const start = async (event: unknown = {}, more: object = {}) => {
    const { DurableExecutionArn = '' } = await invoke(event, { InvocationType: 'Event', ...more })
    await settle()
    return { DurableExecutionArn }
  }
  const history = async (of: { DurableExecutionArn: string }) => (await calls.GetDurableExecutionHistory(of)).Events ?? []
  const types = async (of: { DurableExecutionArn: string }) => (await history(of)).map(({ EventType }) => EventType)
  const advance = async (seconds: number) => {
    await call.clock.advance(seconds * 1000)
    await settle()
  }
  return { ...calls, call, invocations, invoke, start, history, types, advance }
}

/** What can run without the clock has run. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < 10; turns++) await turn()
}
