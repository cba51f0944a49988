import { GatewayError } from '../errors'
import type { Exchange } from '../exchange'
import type { RestRoute } from '../phase'

/** Bytes of a method's ARN beyond which a request is refused (facts/10). */
const LONGEST = 1600

/** Plans the ARN that policies speak of: `arn:aws:execute-api:{region}:{account}:{api}/{stage}/{VERB}/{path}`. Throws 414 when it is too long. */
export function planMethodArn({ region, account, definition, stage }: RestRoute): (exchange: Exchange) => string {
  const prefix = `arn:aws:execute-api:${region}:${account}:${definition.api.id}/${stage.stageName}/`
  return ({ request }) => {
    const arn = `${prefix}${request.method}${request.path}`
    if (arn.length > LONGEST / 4 && Buffer.byteLength(arn) > LONGEST)
      throw new GatewayError('DEFAULT_4XX', 'Request URI too long', { status: 414, errorType: 'RequestTooLongException' })
    return arn
  }
}
