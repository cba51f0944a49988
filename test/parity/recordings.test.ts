import { HAVE_RECORDINGS, loadRecordings } from './recordings'
import { Replay } from './replay'
import { DEFINITION } from './replays-definition'
import { DOCUMENTS } from './replays-documents'
import { PARTS } from './replays-parts'
import { STAGES } from './replays-stages'

const REPLAYS = { ...DEFINITION, ...PARTS, ...STAGES, ...DOCUMENTS }

/** Where Portico answers otherwise than AWS did, and why: session, then step. */
const DIFFERENT: Readonly<Record<string, Readonly<Record<string, string>>>> = {}

/** Sessions that are about something else than API Gateway's own operations. */
const ELSEWHERE: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/test_invoke|invoke_test/, 'TestInvokeMethod runs the data plane'],
  [/^cloudformation/, 'what CloudFormation makes of templates that are not recorded'],
  [/^(?:basic|http|integrations|kinesis|lambda|s3|sqs|ssm|stepfunctions|common|import)::/, 'invocations of deployed APIs'],
]

/** Steps of replayed sessions that are no calls to API Gateway: objects and invocations. */
const OTHER_STEPS =
  /^(?:nlb-arn|api-id|create-proxy-sibling-resource|successful|failed-validation|response-(?:deployment-1|canary-deployment)|(?:put|get)-obj-.+|(?:text|raw|encoded)-.+)$/

const recordings = loadRecordings()
const whenThere = HAVE_RECORDINGS ? test : test.skip

describe('answers recorded from AWS', () => {
  whenThere.each(Object.keys(REPLAYS))('%s', async (session) => {
    const recorded = recordings.get(session)
    if (recorded === undefined) throw new Error(`There is no recording ${session}.`)
    const replay = new Replay(recorded)
    await REPLAYS[session as keyof typeof REPLAYS]?.(replay)
    const known = DIFFERENT[session] ?? {}
    const differences = [...replay.steps].filter(([step, differs]) => (differs !== undefined) !== step in known)
    expect(differences).toEqual([])
    const missed = Object.keys(recorded).filter((step) => !replay.steps.has(step) && !OTHER_STEPS.test(step))
    expect(missed).toEqual([])
  })

  whenThere('every session is replayed, or is about something else', () => {
    const unexplained = [...recordings.keys()].filter(
      (session) => !(session in REPLAYS) && ELSEWHERE.every(([pattern]) => !pattern.test(session)),
    )
    expect(unexplained).toEqual([])
  })
})
