import { asMessage, type EventMessage, type ResultMessage, type WorkerMessage } from './messages'

// What crosses between threads for each event crosses as a list: names of members would be written and read every time.

/** An event on its way to a thread, the number first: events of a thread are counted from 1. */
export type SentEvent = readonly [
  number: number,
  id: string,
  arn: string,
  event: string,
  deadline: number,
  frozenAt: number | undefined,
  traceId: string | undefined,
  clientContext: string | undefined,
]

export function packEvent(number: number, message: EventMessage): SentEvent {
  const { id, arn, event, deadline, frozenAt, traceId, clientContext } = message
  return [number, id, arn, event, deadline, frozenAt, traceId, clientContext]
}

export function unpackEvent(sent: SentEvent): EventMessage {
  return { id: sent[1], arn: sent[2], event: sent[3], deadline: sent[4], frozenAt: sent[5], traceId: sent[6], clientContext: sent[7] }
}

/** What a thread says: a result as a list. */
export type SentMessage =
  | Exclude<WorkerMessage, ResultMessage>
  | readonly [payload: string, failed: boolean, memory: number, took: number | undefined]

export function packMessage(message: WorkerMessage): SentMessage {
  return message.kind === 'result' ? [message.payload, message.failed, message.memory, message.took] : message
}

/** Undefined for what the handler itself has posted. */
export function unpackMessage(sent: unknown): WorkerMessage | undefined {
  if (!Array.isArray(sent)) return asMessage(sent)
  const [payload, failed, memory, took] = sent as unknown as Extract<SentMessage, readonly unknown[]>
  return asMessage({ kind: 'result', payload, failed, memory, took })
}
