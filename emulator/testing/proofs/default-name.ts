import { walkIn } from '../attack/knock'
import type { Proof } from './proof'

/** The execute-api name leads to the stage. */
export const defaultName: Proof = async ({ copy }) => {
  const { whole } = copy
  const reply = (await walkIn(copy, { verb: 'GET', path: '/' })).find(({ request }) => request.headers[1]?.startsWith(`${whole.apiId}.`))
  if (reply === undefined) return 'not shown: nothing answers there'
  return `GET https://${reply.request.headers[1]}${reply.request.target} got ${reply.reason} from the stage itself`
}
