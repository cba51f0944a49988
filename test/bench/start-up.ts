import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CLI, median, ROOT, startChild } from './measure'

/** How long the example takes to its first response, and what it holds in memory. */
export async function startUp(): Promise<void> {
  const assembly = mkdtempSync(join(tmpdir(), 'portico-bench-out-'))
  try {
    const synthesized = spawnSync('npx', ['tsx', 'bin/app.ts'], {
      cwd: ROOT,
      env: { ...process.env, CDK_OUTDIR: assembly, CDK_VALIDATION: 'false' },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    if (synthesized.status !== 0) throw new Error('The example app does not synthesize.')
    const starts: number[] = []
    let memory = 0
    for (let i = 0; i < 5; i++) {
      const { child, took } = await startChild([CLI, 'start', '--cdk-out', assembly, '--port', '0'], /Portico ready/)
      starts.push(took)
      await new Promise((wait) => setTimeout(wait, 1500))
      memory = residentMegabytes(child.pid as number)
      child.removeAllListeners('exit')
      child.kill()
    }
    console.log(`\nstart-up, the example's cdk.out, median of 5`)
    console.log(`process start to ready:            ${median(starts).toFixed(0)} ms`)
    console.log('emulate() to the first response:   modules loaded, and with the time that it takes to load them')
    for (const [what, path] of [
      ['MOCK  ', '/health'],
      ['Lambda', '/orders'],
    ] as const) {
      const runs = Array.from({ length: 5 }, () => firstResponses(assembly, path))
      const [unloaded, loaded] = [median(runs.map(([first]) => first)), median(runs.map(([, second]) => second))]
      console.log(`  ${what}                           ${loaded.toFixed(0)} ms, ${unloaded.toFixed(0)} ms`)
    }
    console.log(`memory at rest (resident):         ${memory.toFixed(0)} MB`)
  } finally {
    rmSync(assembly, { recursive: true, force: true })
  }
}

/** Milliseconds to the first response of a process, and of a second emulator in it. */
function firstResponses(assembly: string, path: string): [number, number] {
  const printed = execFileSync(process.execPath, [join(__dirname, 'emulate-start.cjs'), assembly, path], { cwd: ROOT })
  return JSON.parse(printed.toString()) as [number, number]
}

function residentMegabytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024
}
