import { pathLike } from '../attack/doors'
import { ask, type Proof } from './proof'

const ORIGIN = 'https://app.example'

/** A refusal that a browser may not read: of a route that there is not, or of one whose guard gets no credentials. */
export const bareError: Proof = async ({ copy }) => {
  const routes = copy.whole.routes.map(({ httpMethod, resourcePath }) => ({
    verb: httpMethod === 'ANY' ? 'POST' : httpMethod,
    path: pathLike(resourcePath),
  }))
  for (const door of [{ verb: 'GET', path: '/portico-no-such-route' }, ...routes]) {
    const { status, error, header } = await ask(copy.whole, door, { headers: ['Origin', ORIGIN] })
    if (status < 400) continue
    const allowed = header('access-control-allow-origin')
    const what = `${door.verb} ${door.path} from ${ORIGIN} got ${status} ${error ?? ''}`.trim()
    return allowed === undefined
      ? `${what} without Access-Control-Allow-Origin`
      : `not shown: ${what} with Access-Control-Allow-Origin ${allowed}`
  }
  return undefined
}
