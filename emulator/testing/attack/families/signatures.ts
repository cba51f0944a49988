import { ROOT_KEY } from '../../../services/iam/principals'
import { type Family, presenting } from '../family'
import { strangersToken } from '../forge'
import type { Knock } from '../knock'
import { type Signing, signed } from '../sign'
import { putUser } from '../strangers'

const MINUTES = 60_000

/** Signatures of nobody, of somebody who may not, and of other requests than this one. */
export const signatures: Family = {
  name: 'signatures',
  knocks: (door, { call, bare }) => {
    if (door.guard !== 'AWS_IAM') return []
    const usual: Signing = {
      method: door.verb,
      target: `/${bare.stageName}${door.path}`,
      host: `${bare.apiId}.execute-api.${bare.region}.amazonaws.com`,
      accessKeyId: ROOT_KEY.accessKeyId,
      secret: ROOT_KEY.secretAccessKey,
      at: call.clock.now(),
      region: bare.region,
    }
    const by = (what: string, change: Partial<Signing>): Knock => ({ what, headers: signed({ ...usual, ...change }) })
    const disabled = putUser(call, 'portico-attack-disabled', 'Inactive')
    const nobody = putUser(call, 'portico-attack-nobody', 'Active')
    return [
      presenting(door, 'a bearer token for a signature', `Bearer ${strangersToken({ alg: 'RS256' }, { sub: 'admin' })}`),
      presenting(door, 'the name of an algorithm for a signature', 'AWS4-HMAC-SHA256'),
      by('a signature of a key that nobody has', { accessKeyId: 'AKIAPORTICOATTACK000' }),
      by('a signature by another secret', { secret: 'another' }),
      by('a signature by an empty secret', { secret: '' }),
      by('a signature of a disabled key', disabled),
      { ...by('a signature of a user who may do nothing', nobody), fromOutside: true },
      by('a signature of 16 minutes ago', { at: usual.at - 16 * MINUTES }),
      by('a signature of in 16 minutes', { at: usual.at + 16 * MINUTES }),
      by('the signature of another path, replayed', { target: `${usual.target}/other` }),
      by('the signature of another verb, replayed', { method: door.verb === 'GET' ? 'POST' : 'GET' }),
      by('the signature of another API, replayed', { host: `other${usual.host}` }),
      by('a signature for another region', { region: 'xx-none-1' }),
      by('a signature for another service', { service: 's3' }),
    ]
  },
}
