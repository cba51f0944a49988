import { spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import type { RunnableFunction } from '../../../emulator/runner/runner'
import { Bench } from './function-fixture'

// Runtimes other than Node.js, and Node.js in processes: facts/11, sections 1 to 5.

let bench = new Bench()
afterEach(async () => {
  await bench.close()
  bench = new Bench()
})

const has = (program: string) => spawnSync(program, ['--version']).error === undefined
/** Tests that need a program that this machine may lack. */
const needing = (program: string) =>
  has(program) ? test : (name: string, _run: unknown) => test.skip(`${name} (there is no ${program})`, () => {})

const python = (code: string, members: Partial<RunnableFunction> = {}) =>
  bench.make({ 'app.py': code }, { runtime: 'python3.12', handler: 'app.handler', ...members })

function shell(script: string, members: Partial<RunnableFunction> = {}, files: Record<string, string> = {}): RunnableFunction {
  const made = bench.make({ bootstrap: `#!/bin/sh\n${script}`, ...files }, { runtime: 'provided.al2023', handler: 'any', ...members })
  chmodSync(join(made.codeDirectory, 'bootstrap'), 0o755)
  return made
}

/** A loop over events: `answer` is the shell command whose output is posted. */
const loop = (answer: string, path = 'response') => `api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime
while true; do
  event=$(curl -sS -D "$TMPDIR/headers" "$api/invocation/next")
  id=$(tr -d '\\r' < "$TMPDIR/headers" | sed -n 's/^lambda-runtime-aws-request-id: //Ip')
  ${answer} | curl -sS -o /dev/null -X POST "$api/invocation/$id/${path}" --data-binary @-
done`

needing('python3')('python: an event, a context, an answer', async () => {
  const target = python(
    `import os
def handler(event, context):
    print("seen", event["a"])
    return {"event": event, "id": context.aws_request_id, "name": context.function_name, "version": context.function_version,
      "arn": context.invoked_function_arn, "memory": context.memory_limit_in_mb, "group": context.log_group_name,
      "left": context.get_remaining_time_in_millis() > 1000, "task": os.environ["LAMBDA_TASK_ROOT"] == os.getcwd(), "exec": os.environ["AWS_EXECUTION_ENV"]}`,
    { name: 'py' },
  )
  expect(await bench.run(target, { a: 'ä' })).toEqual({
    event: { a: 'ä' },
    id: 'id-1',
    name: 'py',
    version: '$LATEST',
    arn: 'arn:aws:lambda:eu-west-1:123456789012:function:py',
    memory: '128',
    group: '/aws/lambda/py',
    left: true,
    task: true,
    exec: 'AWS_Lambda_python3.12',
  })
  expect(bench.lines).toEqual([
    'INIT_START Runtime Version: python:3.12',
    'START RequestId: id-1 Version: $LATEST',
    'seen ä',
    'END RequestId: id-1',
    expect.stringMatching(/^REPORT RequestId: id-1\t.*Max Memory Used: [1-9]\d* MB\tInit Duration: /),
  ])
})

needing('sh')('provided: a bootstrap in shell', async () => {
  const target = shell(loop('printf \'{"got":%s}\' "$event"'))
  expect(await bench.run(target, { a: 1 })).toEqual({ got: { a: 1 } })
  expect(await bench.run(target, { a: 2 })).toEqual({ got: { a: 2 } })
})

test('processes: Node.js', async () => {
  bench = new Bench({ functions: 'processes' })
  const target = bench.make({
    'index.js':
      'exports.handler = async (event, context) => { console.log("hi"); return { event, pid: process.pid, cwd: process.cwd() === process.env.LAMBDA_TASK_ROOT } }',
  })
  const first = (await bench.run(target, { a: 1 })) as { pid: number }
  expect(first).toEqual({ event: { a: 1 }, pid: expect.any(Number), cwd: true })
  expect(first.pid).not.toBe(process.pid)
  expect(await bench.run(target, { a: 2 })).toEqual({ event: { a: 2 }, pid: first.pid, cwd: true })
})
