import { synthesize } from '../assembly/run-app'
import type { Emulator } from '../emulator'
import type { ListenOptions } from '../emulator-options'
import type { Given } from '../options'
import type { HttpServer } from '../server/http-server'
import { createEmulator, readInputs } from './inputs'

/** An emulator on its port. `await using` ends it. */
export interface Served extends AsyncDisposable {
  readonly emulator: Emulator
  readonly server: HttpServer
}

/** Deploys the inputs into an emulator and opens its port: for commands that need it for as long as they take. */
export async function serveInputs(given: Given, listening: ListenOptions): Promise<Served> {
  const { app, sources } = readInputs(given)
  if (app !== undefined) await synthesize(app)
  const emulator = createEmulator(given)
  try {
    await emulator.connect()
    for (const source of sources) await emulator.deployments.deploy(source, { strict: given.strict === true })
    emulator.markReady()
    const server = await emulator.listen(listening)
    return { emulator, server, [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose]() }
  } catch (error) {
    await emulator[Symbol.asyncDispose]()
    throw error
  }
}
