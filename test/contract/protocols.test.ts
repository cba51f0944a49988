import { AwsJson1_0Protocol, AwsSmithyRpcV2CborProtocol, AwsSmithyRpcV2JsonProtocol } from '@aws-sdk/core/protocols'
import { NormalizedSchema } from '@smithy/core/schema'
import type { StaticErrorSchema, StaticOperationSchema } from '@smithy/types'
import { AwsError } from '../../emulator/model/errors'
import { SERVICES } from '../../emulator/protocols/services'
import { WIRES, type Wire } from '../../emulator/protocols/wires'
import { generate, type Variant } from '../unit/protocols/generate'
import { inProcess } from '../unit/protocols/in-process'
import { type Client, clientOf, commandOf, exportedSchemas, operationsOf, plain, Recorder, type Values } from '../unit/protocols/recorder'

/** What the clients themselves put where the test leaves out a member, by service. */
const ADDED: Readonly<Record<string, readonly string[]>> = {
  // Its middleware always asks for JSON.
  apigateway: ['accepts'],
  // The member is the Content-Type of the stream.
  lambda: ['ResponseStreamContentType'],
  // A stream without events is a stream all the same.
  logs: ['fieldStream', 'responseStream'],
  // Checksums, the region as location, the length and the emptiness of bodies, the text of `Expires`.
  s3: [
    'Body',
    'AnnotationPayload',
    'ChecksumAlgorithm',
    'ChecksumCRC32',
    'ContentLength',
    'ContentType',
    'CreateBucketConfiguration',
    'ExpiresString',
    'Metadata',
  ],
}

/** What the S3 client computes from, or checks of, its input and is no matter of the protocol. */
const S3_MEMBERS = {
  Bucket: 'a-bucket',
  ChecksumAlgorithm: 'CRC32',
  ChecksumMode: undefined,
  ContentEncoding: 'gzip',
  ContentLength: undefined,
  ContentMD5: undefined,
  CopySourceSSECustomerKey: undefined,
  CopySourceSSECustomerKeyMD5: undefined,
  CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
  ExpiresString: undefined,
  SSECustomerKey: undefined,
  SSECustomerKeyMD5: undefined,
  ...Object.fromEntries(
    ['CRC32', 'CRC32C', 'CRC64NVME', 'MD5', 'SHA1', 'SHA256', 'SHA512', 'XXHASH3', 'XXHASH64', 'XXHASH128'].map((name) => [
      `Checksum${name}`,
      undefined,
    ]),
  ),
}

/** Operations that are not proved, each with the reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  's3:ListDirectoryBuckets': 'is signed for another service, s3express',
  's3:WriteGetObjectResponse': 'is signed for another service, s3-object-lambda',
}

const VARIANTS: readonly Variant[] = [
  { seed: 1, full: true },
  { seed: 4, full: true },
  { seed: 2, full: false },
]

/** Sends every operation in every variant; answers the names of those whose input and output came through unchanged. */
async function roundTrip(recorder: Recorder, client: Client): Promise<{ proved: string[]; wrong: string[] }> {
  const { name: service, wire } = recorder
  const proved: string[] = []
  const wrong: string[] = []
  const withoutAdded = (received: Values, expected: Values) =>
    Object.fromEntries(Object.entries(received).filter(([name]) => name in expected || !ADDED[service]?.includes(name)))
  for (const [operation, [, , , , input, output]] of operationsOf(wire)) {
    if (`${service}:${operation}` in EXCEPTIONS) continue
    try {
      for (const variant of VARIANTS) {
        const fixed = service === 's3' ? { ...variant, fixed: S3_MEMBERS } : variant
        const sent = generate(NormalizedSchema.of(input), fixed) as Values
        const given = generate(NormalizedSchema.of(output), fixed) as Values
        recorder.answer = () => generate(NormalizedSchema.of(output), fixed) as Values
        const answered = await plain(await client.send(commandOf(wire, operation, generate(NormalizedSchema.of(input), fixed) as Values)))
        expect(withoutAdded(recorder.input as Values, sent)).toEqual(sent)
        expect(withoutAdded(answered, given)).toEqual(given)
      }
      proved.push(operation)
    } catch (error) {
      wrong.push(`${operation}: ${(error as Error).message}`)
    }
  }
  return { proved, wrong }
}

describe.each(Object.entries(WIRES) as [string, Wire][])('%s', (name, wire) => {
  const recorder = new Recorder(name, wire)
  const client = clientOf(wire, {
    requestHandler: inProcess(recorder.plane()),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })

  test('inputs and outputs of every operation', async () => {
    const { proved, wrong } = await roundTrip(recorder, client)
    expect(wrong).toEqual([])
    const excepted = Object.keys(EXCEPTIONS).filter((operation) => operation.startsWith(`${name}:`))
    expect(proved.length + excepted.length).toBe(operationsOf(wire).length)
    // The last operation of Cognito is one that nobody signs.
    expect(recorder.region).toBe(wire.global || name === 'cognito-idp' ? 'us-east-1' : 'eu-west-1')
  })

  test('every error of the model, and one that it does not know', async () => {
    const [operation, schema] = operationsOf(wire).find(([candidate]) => /^(?:Get|Describe|List)/.test(candidate)) as [
      string,
      StaticOperationSchema,
    ]
    const input = generate(NormalizedSchema.of(schema[4]), { seed: 2, full: false, fixed: name === 's3' ? S3_MEMBERS : {} }) as Values
    const errors = exportedSchemas<StaticErrorSchema>(wire, -3).filter(([, namespace]) => namespace.startsWith('com.amazonaws'))
    expect(errors.length).toBeGreaterThan(0)
    const caught = async (error: AwsError) => {
      recorder.answer = () => {
        throw error
      }
      return client.send(commandOf(wire, operation, input)).then(
        () => undefined,
        (reason: Values & { $metadata: Values }) => reason,
      )
    }
    const queryCodeOf = ([, , , traits]: StaticErrorSchema) => ((traits as Values)['awsQueryError'] as [string] | undefined)?.[0]
    for (const error of errors) {
      const [, , code] = error
      const queryCode = queryCodeOf(error)
      // CloudWatch has errors that share a code: the SDK takes any of them.
      const alike = errors.filter((other) => queryCode !== undefined && queryCodeOf(other) === queryCode).map(([, , name]) => name)
      for (const thrown of new Set([code, queryCode ?? code])) {
        const reason = await caught(new AwsError(thrown, `Why <${code}> & "how"`, 409))
        expect([code, ...alike]).toContain(reason?.['name'])
        expect([reason?.['message'], reason?.$metadata['httpStatusCode']]).toEqual([`Why <${code}> & "how"`, 409])
        expect(reason?.$metadata['requestId']).toMatch(/^[0-9a-f-]{36}$/)
      }
    }
    const unknown = await caught(new AwsError('OddException', 'Not in the model', 400))
    expect([unknown?.['name'], unknown?.['message']]).toEqual(['OddException', 'Not in the model'])
  })

  test("the table agrees with the client's own settings", () => {
    const { protocol, apiVersion } = client.config
    expect({ version: wire.version, target: wire.target }).toEqual({ version: apiVersion, target: protocol.serviceTarget ?? wire.target })
    if (wire.xmlns !== undefined && protocol.options['xmlNamespace'] !== undefined)
      expect(wire.xmlns).toBe(protocol.options['xmlNamespace'])
  })
})

// Protocols that none of these services speaks by default, through the schemas of those that fit.
describe.each([
  ['RPC v2 CBOR', AwsSmithyRpcV2CborProtocol, ['acm', 'cloudformation', 'iam', 'ssm', 'sts', 'tagging']],
  ['RPC v2 JSON', AwsSmithyRpcV2JsonProtocol, ['acm', 'tagging']],
  ['AWS JSON 1.0', AwsJson1_0Protocol, ['acm', 'cloudformation', 'sts']],
] as const)('%s', (_, Protocol, names) => {
  test.each(names)('%s', async (name) => {
    const recorder = new Recorder(name, WIRES[name])
    const client = clientOf(recorder.wire, { requestHandler: inProcess(recorder.plane()), protocol: Protocol })
    const { proved, wrong } = await roundTrip(recorder, client)
    expect(wrong).toEqual([])
    expect(proved).toHaveLength(operationsOf(recorder.wire).length)
    recorder.answer = () => {
      throw new AwsError(name === 'iam' ? 'NoSuchEntity' : 'OddException', 'Gone', 404)
    }
    const [operation, schema] = operationsOf(recorder.wire).find(([candidate]) => /^(?:Get|Describe|List)/.test(candidate)) as [
      string,
      StaticOperationSchema,
    ]
    const input = generate(NormalizedSchema.of(schema[4]), { seed: 2, full: false }) as Values
    await expect(client.send(commandOf(recorder.wire, operation, input))).rejects.toMatchObject({
      name: name === 'iam' ? 'NoSuchEntityException' : 'OddException',
      message: 'Gone',
      $metadata: { httpStatusCode: 404 },
    })
  })
})

test('every service that is served has its own line of the table', () => {
  for (const { service, client } of SERVICES) expect(WIRES[service.name as keyof typeof WIRES].client).toBe(client)
})

test('every operation that is served is one of its client', () => {
  for (const { service, ...wire } of SERVICES) {
    const known = new Set(operationsOf(wire).map(([name]) => name))
    expect(Object.keys(service.operations as object).filter((name) => !known.has(name))).toEqual([])
  }
})
