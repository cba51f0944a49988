import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { median, ROOT } from './measure'

/** What an API of three hundred routes takes to synthesize, over a CDK app without it. */
export function synthesis(): void {
  const took = (emit: string) =>
    median(
      Array.from({ length: 5 }, () => Number(execFileSync(process.execPath, [join(__dirname, 'synthesis-app.cjs'), emit], { cwd: ROOT }))),
    )
  const bare = took('bare')
  console.log(`\nsynthesis of 300 routes over a bare CDK app of ${bare.toFixed(0)} ms, median of 5 (the aim: under 3000 ms)`)
  for (const emit of ['resources', 'openapi']) console.log(`${`emit: ${emit}`.padEnd(16)} ${(took(emit) - bare).toFixed(0)} ms more`)
}
