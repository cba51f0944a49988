import { join } from 'node:path'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { main } from '../../../emulator/cli/main'
import { emulate } from '../../../emulator/testing/index'
import { ROOT } from '../../support/sign'

const template = join(__dirname, '../../fixtures/templates/iam.yaml')

test('portico credentials prints the keys of the root user and of the users of a template, and whose they are', async () => {
  const printed: string[] = []
  const log = jest.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text))
  try {
    expect(await main(['credentials', '--template', template])).toBe(0)
    expect(await main(['credentials', '--template', template, '--json'])).toBe(0)
  } finally {
    log.mockRestore()
  }
  expect(printed[0]).toMatch(
    /^arn:aws:iam::000000000000:root {2}active\n {2}AWS_ACCESS_KEY_ID=PORTICOACCESSKEY\n {2}AWS_SECRET_ACCESS_KEY=portico\narn:aws:iam::000000000000:user\/grace {2}active\n {2}AWS_ACCESS_KEY_ID=AKIA\w{16}\n {2}AWS_SECRET_ACCESS_KEY=\w{40}$/,
  )
  expect(printed.slice(1).map((line) => JSON.parse(line))).toEqual([
    { ...ROOT, principal: 'arn:aws:iam::000000000000:root', status: 'Active' },
    {
      accessKeyId: expect.stringMatching(/^AKIA/),
      secretAccessKey: expect.any(String),
      principal: 'arn:aws:iam::000000000000:user/grace',
      status: 'Active',
    },
  ])
})

test('/_portico/credentials shows them too, and sessions', async () => {
  await using gateway = await emulate(template, { port: 0, clock: 'manual' })
  const client = new STSClient({ endpoint: gateway.url ?? '', region: 'us-east-1', credentials: ROOT })
  const { Credentials } = await client.send(
    new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::111122223333:role/visitor', RoleSessionName: 'me', DurationSeconds: 900 }),
  )
  client.destroy()
  const list = async () =>
    ((await (await fetch(`${gateway.url}/_portico/credentials`)).json()) as { credentials: Record<string, string>[] }).credentials
  expect((await list()).at(-1)).toEqual({
    accessKeyId: Credentials?.AccessKeyId,
    secretAccessKey: Credentials?.SecretAccessKey,
    sessionToken: Credentials?.SessionToken,
    principal: 'arn:aws:sts::111122223333:assumed-role/visitor/me',
    status: 'Active',
  })
  await gateway.clock.advance({ minutes: 15 })
  expect((await list()).map(({ status }) => status)).toEqual(['Active', 'Active', 'Expired'])
})
