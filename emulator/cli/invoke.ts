import { readFileSync } from 'node:fs'
import type { InvocationResponse } from '@aws-sdk/client-lambda'
import { toText } from '../base/bytes'
import { userError } from '../base/diagnostics'
import type { Given } from '../options'
import { readInputs } from './inputs'
import { askPortico, clientOf } from './running'
import { serveInputs } from './serve-inputs'

/** What `portico invoke` takes besides the inputs, and where the emulator runs. */
export interface InvokeFlags {
  readonly url?: string
  readonly event?: string
  readonly qualifier?: string
}

/**
 * `portico invoke`: a function's answer to an event on stdout, what it logged on stderr. Given inputs, in an emulator of its own; else in the one that
 * runs. Answers 1 when the function failed, or Lambda refused.
 */
export async function invoke(name: string, given: Given, flags: InvokeFlags): Promise<number> {
  const event = readEvent(flags.event)
  const { app, sources } = readInputs(given)
  if (flags.url !== undefined || (app === undefined && sources.length === 0)) return await call(name, event, given, flags)
  await using served = await serveInputs(given, { host: '127.0.0.1', port: 0 })
  return await call(name, event, given, { ...flags, url: served.server.httpUrl })
}

async function call(name: string, event: string, given: Given, { url, qualifier }: InvokeFlags): Promise<number> {
  const known = (await askPortico(given, url, `functions/${encodeURIComponent(name)}/invocations`)) as { readonly function: string }
  const wish = { FunctionName: known.function, Payload: Buffer.from(event), LogType: 'Tail' } as const
  const sdk = require('@aws-sdk/client-lambda') as typeof import('@aws-sdk/client-lambda')
  const client = new sdk.LambdaClient(clientOf(given, url))
  try {
    const result = await client.send(new sdk.InvokeCommand({ ...wish, ...(qualifier === undefined ? {} : { Qualifier: qualifier }) }))
    print(result, given.json === true)
    return result.FunctionError === undefined ? 0 : 1
  } catch (error) {
    if (!(error instanceof sdk.LambdaServiceException)) throw error
    console.error(`${error.name}: ${error.message}`)
    return 1
  } finally {
    client.destroy()
  }
}

function print({ StatusCode, FunctionError, ExecutedVersion, Payload, LogResult = '' }: InvocationResponse, json: boolean): void {
  const payload = Payload === undefined ? '' : toText(Payload)
  const log = Buffer.from(LogResult, 'base64').toString('utf8').trimEnd()
  if (json) {
    const value: unknown = payload === '' ? undefined : JSON.parse(payload)
    console.log(JSON.stringify({ status: StatusCode, functionError: FunctionError, executedVersion: ExecutedVersion, payload: value, log }))
    return
  }
  if (log !== '') console.error(log)
  console.log(payload)
}

/** The event's JSON as it is written, of a file or of stdin; an empty object when none is given. */
function readEvent(file: string | undefined): string {
  if (file === undefined) return '{}'
  const named = file === '-' ? 'stdin' : file
  let text: string
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8').replace(/^\ufeff/, '')
  } catch (error) {
    throw userError('missing-file', `The event cannot be read from ${named}: ${(error as Error).message}.`, {
      fix: 'Give --event the path of a JSON file, or - for stdin.',
    })
  }
  try {
    JSON.parse(text)
  } catch (error) {
    throw userError('bad-event', `The event in ${named} is no JSON: ${(error as Error).message}.`, {
      fix: 'Write it as JSON, e.g. {"id": 7}.',
      ...(file === '-' ? {} : { place: { file } }),
    })
  }
  return text
}
