import { ROOT_KEY } from '../../../services/iam/principals'
import type { Door } from '../doors'
import { type Family, presenting } from '../family'
import type { Knock } from '../knock'
import { signed } from '../sign'
import type { StandIn } from '../stand-in'
import { putApiKey } from '../strangers'
import { goodToken } from '../user-pool'

/** API keys that open nothing, from a caller whom everything else lets in. What is behind a function cannot be tried: nobody knows who gets past it. */
export const apiKeys: Family = {
  name: 'API keys',
  knocks: async (door, standIn) => {
    if (!door.method.apiKeyRequired || door.guard === 'CUSTOM') return []
    const { call, bare } = standIn
    const caller = await callerOf(door, standIn)
    const key = (what: string, value: string): Knock => ({ what, headers: [...caller, 'x-api-key', value] })
    const known = call.records.apiKeys.list().find(({ enabled }) => enabled)
    return [
      { what: 'no API key', headers: caller },
      key('an empty API key', ''),
      key('an API key that nobody has', call.ids.keyValue()),
      key('a disabled API key', putApiKey(call, false, bare)),
      key('an API key without a usage plan', putApiKey(call, true)),
      ...(known === undefined
        ? []
        : [
            key('the id of an API key', known.id),
            key('an API key that was cut off', known.value.slice(0, -1)),
            ...inOtherCase(known.value, key),
          ]),
    ]
  },
}

function inOtherCase(value: string, key: (what: string, value: string) => Knock): Knock[] {
  const other = value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase()
  return other === value ? [] : [key('an API key in other letters', other)]
}

/** The headers by which a caller gets past what stands before the key. */
async function callerOf(door: Door, standIn: StandIn): Promise<string[]> {
  const { bare, call } = standIn
  if (door.guard === 'COGNITO_USER_POOLS') {
    const token = await goodToken(door, standIn)
    return token === undefined ? [] : (presenting(door, '', token).headers ?? [])
  }
  if (door.guard !== 'AWS_IAM') return []
  const { accessKeyId, secretAccessKey: secret } = ROOT_KEY
  const host = `${bare.apiId}.execute-api.${bare.region}.amazonaws.com`
  const target = `/${bare.stageName}${door.path}`
  return signed({ method: door.verb, target, host, accessKeyId, secret, at: call.clock.now(), region: bare.region })
}
