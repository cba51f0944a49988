import { synthesize } from '../assembly/run-app'
import type { Given } from '../options'
import { type KnownCredentials, listCredentials } from '../services/iam/credentials'
import { createEmulator, readInputs } from './inputs'

/** `portico credentials`: deploys the inputs without serving, and prints every key that a request can be signed with, and whose it is. */
export async function credentials(given: Given): Promise<number> {
  const { app, sources } = readInputs(given)
  if (app !== undefined) await synthesize(app)
  await using emulator = createEmulator(given)
  for (const source of sources) await emulator.deployments.deploy(source, { strict: given.strict === true })
  const known = listCredentials(emulator.registry, emulator.account, emulator.clock.now())
  if (given.json === true) for (const one of known) console.log(JSON.stringify(one))
  else console.log(known.map(block).join('\n'))
  return 0
}

/** The keys as a shell takes them. */
function block({ principal, status, accessKeyId, secretAccessKey, sessionToken }: KnownCredentials): string {
  const token = sessionToken === undefined ? '' : `\n  AWS_SESSION_TOKEN=${sessionToken}`
  return `${principal}  ${status.toLowerCase()}\n  AWS_ACCESS_KEY_ID=${accessKeyId}\n  AWS_SECRET_ACCESS_KEY=${secretAccessKey}${token}`
}
