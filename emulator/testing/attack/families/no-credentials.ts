import { type Family, presenting } from '../family'

const NOTHING = [
  '',
  ' ',
  'Bearer',
  'Bearer ',
  'Bearer null',
  'Bearer undefined',
  'null',
  'undefined',
  'true',
  '*',
  'admin',
  '{}',
  "' OR '1'='1",
]
const BASIC = `Basic ${Buffer.from('admin:admin').toString('base64')}`

/** Nothing, and what is as good as nothing. */
export const noCredentials: Family = {
  name: 'no credentials',
  knocks: (door) => [
    { what: 'nothing' },
    ...[...NOTHING, BASIC].map((credential) => presenting(door, `'${credential}' for credentials`, credential)),
  ],
}
