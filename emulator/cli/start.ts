import { synthesize } from '../assembly/run-app'
import type { Watched } from '../assembly/watch'
import { userError } from '../base/diagnostics'
import type { Emulator } from '../emulator'
import type { Given } from '../options'
import type { HttpServer } from '../server/http-server'
import { createEmulator, readInputs, readListening } from './inputs'
import { count, diagnosticsBlock, requestLine, stageUrl, startBlock } from './print'

/** `portico start`: deploys the inputs, serves them, and stays until it is interrupted. */
export async function start(given: Given): Promise<number> {
  const { app, sources } = readInputs(given)
  const strict = given.strict === true
  if (given.watch === true && sources.length === 0)
    throw userError('bad-option', '--watch needs something to watch.', { fix: 'Give --app, --cdk-out or --template.' })
  const json = given.json === true
  const emulator = createEmulator(given)
  try {
    await emulator.connect()
    // The port first: that it is in use should be known before an app is synthesized.
    const server = await emulator.listen(readListening(given))
    if (app !== undefined) await synthesize(app)
    for (const source of sources) await emulator.deployments.deploy(source, { strict })
    emulator.markReady()
    tell(emulator, server, json)
    logTraffic(emulator, json)
    tellStore(emulator, json)
    const watching = given.watch === true ? await watch(emulator, { app, sources, strict }, json) : undefined
    await interrupted()
    await watching?.close()
    return 0
  } finally {
    await emulator.stop()
  }
}

function watch(emulator: Emulator, watched: Watched, json: boolean): Promise<{ close(): Promise<void> }> {
  const { watchInputs } = require('../assembly/watch') as typeof import('../assembly/watch')
  return watchInputs(emulator, watched, (event) => console.log(json ? JSON.stringify(event) : event.text))
}

function tell(emulator: Emulator, { url, authority }: HttpServer, json: boolean): void {
  const stages = emulator.stages.all()
  const diagnostics = emulator.diagnostics()
  if (json) {
    const listed = stages.map((stage) => ({ api: stage.apiName, apiId: stage.apiId, stage: stage.stageName, url: stageUrl(url, stage) }))
    console.log(
      JSON.stringify({ event: 'ready', url, ...(authority === undefined ? {} : { ca: authority.file }), stages: listed, diagnostics }),
    )
    return
  }
  if (diagnostics.length > 0)
    console.error(`${diagnosticsBlock(diagnostics)}\n${count(diagnostics.length, 'thing')} not done as on AWS, see above.`)
  console.log(startBlock(url, stages, authority?.file))
}

/** The loss of the store, and its return, as they happen. */
function tellStore(emulator: Emulator, json: boolean): void {
  emulator.call().diagnostics.subscribe((source, diagnostics) => {
    if (source !== 'store') return
    if (json) console.log(JSON.stringify({ event: 'store', diagnostics }))
    else console.error(diagnostics.length === 0 ? 'The store is back.' : diagnosticsBlock(diagnostics))
  })
}

/** One line per request, and what functions print. */
function logTraffic(emulator: Emulator, json: boolean): void {
  emulator.front.watch((served) => {
    const { exchange, response } = served.outcome
    if (json) {
      const { id, request } = exchange
      console.log(
        JSON.stringify({ event: 'request', requestId: id, method: request.method, path: request.fullPath, status: response.status }),
      )
    } else console.log(requestLine(served, emulator.clock.now()))
    if (served.outcome.bug !== undefined) console.error(served.outcome.bug)
  })
  const isFunctions = ({ group }: { group: string }) => group.startsWith('/aws/lambda/')
  emulator.logs.subscribe(({ group, message }) => {
    if (json) console.log(JSON.stringify({ event: 'log', group, message: message.trimEnd() }))
    else if (!PLATFORM_LINE.test(message)) console.log(`    ${group.replace('/aws/lambda/', '')}: ${message.trimEnd()}`)
  }, isFunctions)
}

/** The lines that Lambda itself writes about each invocation: noise on a terminal. */
const PLATFORM_LINE = /^(INIT_START|START RequestId|END RequestId|REPORT RequestId)\b/

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve()).once('SIGTERM', () => resolve())
  })
}
