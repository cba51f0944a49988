import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * What Portico costs, as ratios to a bare node:http server that answers the same bytes, measured in one run: absolute figures of a
 * shared machine say little. `npm run bench -- --seconds 3` shortens it.
 */
const root = resolve(__dirname, '../..')
const cli = join(root, 'dist/bin/portico.js')
const seconds = Number(argument('--seconds') ?? 5)
const connections = Number(argument('--connections') ?? 10)
const [barePort, porticoPort] = [45_701, 45_702]

function argument(name: string): string | undefined {
  const at = process.argv.indexOf(name)
  return at < 0 ? undefined : process.argv[at + 1]
}

interface Load {
  readonly rps: number
  readonly p50: number
  readonly p99: number
  readonly failed: number
}

/** A child process that prints a line once it is ready; answers it with the milliseconds that took. */
function startChild(args: readonly string[], ready: RegExp, cwd = root): Promise<{ child: ChildProcess; line: string; took: number }> {
  const begun = process.hrtime.bigint()
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] })
  return new Promise((done, fail) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8')
      if (ready.test(text)) done({ child, line: text, took: Number(process.hrtime.bigint() - begun) / 1e6 })
    })
    child.on('exit', (code) => fail(new Error(`${args.join(' ')} ended with ${code}`)))
  })
}

/** Loads a URL from a process of its own. */
function load(url: string, duration: number): Load {
  const autocannon = join(root, 'node_modules/autocannon/autocannon.js')
  const out = execFileSync(process.execPath, [autocannon, '--json', '-c', String(connections), '-d', String(duration), url], {
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1e7,
  })
  const result = JSON.parse(out.toString('utf8')) as {
    requests: { average: number }
    latency: { p50: number; p99: number }
    non2xx: number
    errors: number
  }
  return { rps: result.requests.average, p50: result.latency.p50, p99: result.latency.p99, failed: result.non2xx + result.errors }
}

function residentMegabytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number
}

async function throughput(): Promise<void> {
  const bare = await startChild([join(__dirname, 'bare-server.cjs'), String(barePort)], /ready/)
  const folder = mkdtempSync(join(tmpdir(), 'portico-bench-'))
  const template = join(folder, 'bench.json')
  const text = readFileSync(join(__dirname, 'template.json'), 'utf8')
  writeFileSync(template, text.replace('"Type": "String"', `"Type": "String", "Default": "http://127.0.0.1:${barePort}/"`))
  const portico = await startChild([join(__dirname, 'serve.cjs'), template, String(porticoPort)], /\n/)
  try {
    const base = portico.line.trim()
    for (const path of ['mock', 'lambda', 'http']) load(`${base}/${path}`, 1)
    load(`http://127.0.0.1:${barePort}/`, 1)
    console.log(`${connections} connections, ${seconds} s each; ratios to bare node:http measured right before`)
    console.log('route        requests/s   of bare   p50 ms   p99 ms   failed')
    for (const path of ['mock', 'lambda', 'http']) {
      const yardstick = load(`http://127.0.0.1:${barePort}/`, seconds)
      const measured = load(`${base}/${path}`, seconds)
      row('bare', yardstick, 1)
      row(path, measured, measured.rps / yardstick.rps)
    }
  } finally {
    bare.child.kill()
    portico.child.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

function row(name: string, { rps, p50, p99, failed }: Load, ratio: number): void {
  console.log(
    `${name.padEnd(10)} ${String(Math.round(rps)).padStart(12)} ${ratio.toFixed(2).padStart(9)} ${String(p50).padStart(8)} ${String(p99).padStart(8)} ${String(failed).padStart(8)}`,
  )
}

async function startUp(): Promise<void> {
  const assembly = mkdtempSync(join(tmpdir(), 'portico-bench-out-'))
  try {
    const synthesized = spawnSync('npx', ['tsx', 'bin/app.ts'], {
      cwd: root,
      env: { ...process.env, CDK_OUTDIR: assembly, CDK_VALIDATION: 'false' },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    if (synthesized.status !== 0) throw new Error('The example app does not synthesize.')
    const starts: number[] = []
    let memory = 0
    for (let i = 0; i < 5; i++) {
      const { child, took } = await startChild([cli, 'start', '--cdk-out', assembly, '--port', '0'], /Portico ready/)
      starts.push(took)
      await new Promise((wait) => setTimeout(wait, 1500))
      memory = residentMegabytes(child.pid as number)
      child.removeAllListeners('exit')
      child.kill()
    }
    const firsts = Array.from({ length: 5 }, () =>
      Number(execFileSync(process.execPath, [join(__dirname, 'emulate-start.cjs'), assembly, '/health'], { cwd: root }).toString()),
    )
    const withLambda = Array.from({ length: 5 }, () =>
      Number(execFileSync(process.execPath, [join(__dirname, 'emulate-start.cjs'), assembly, '/orders'], { cwd: root }).toString()),
    )
    console.log(`\nstart-up, the example's cdk.out, median of 5`)
    console.log(`process start to ready:            ${median(starts).toFixed(0)} ms`)
    console.log(`emulate() to first MOCK response:  ${median(firsts).toFixed(0)} ms`)
    console.log(`emulate() to first Lambda response: ${median(withLambda).toFixed(0)} ms`)
    console.log(`memory at rest (resident):         ${memory.toFixed(0)} MB`)
  } finally {
    rmSync(assembly, { recursive: true, force: true })
  }
}

/** From the save of a handler to the first response of the new code, polled. */
async function reload(): Promise<void> {
  const project = mkdtempSync(join(tmpdir(), 'portico-bench-app-'))
  for (const part of ['bin', 'lib', 'lambda', 'cdk.json', 'tsconfig.json'])
    cpSync(join(root, part), join(project, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'))
  const { child, line } = await startChild(
    [cli, 'start', '--app', 'npx tsx bin/app.ts', '--watch', '--port', '0'],
    /Portico ready on \S+\n.*\n/,
    project,
  )
  try {
    const port = /Portico ready on \S+:(\d+)/.exec(line)?.[1]
    const url = `http://127.0.0.1:${port}/_aws/execute-api/${/http:\/\/([a-z0-9]+)\.execute-api/.exec(line)?.[1]}/dev/orders`
    await new Promise((wait) => setTimeout(wait, 1000))
    const handler = join(project, 'lambda/orders.ts')
    const source = readFileSync(handler, 'utf8')
    const times: number[] = []
    for (let i = 0; i < 7; i++) {
      const begun = process.hrtime.bigint()
      writeFileSync(handler, source.replace('{ orders: listOrders() }', `{ version${i}: listOrders() }`))
      for (let text = ''; !text.includes(`version${i}`); ) text = await (await fetch(url)).text()
      times.push(Number(process.hrtime.bigint() - begun) / 1e6)
      await new Promise((wait) => setTimeout(wait, 200))
    }
    console.log(`save of a handler to its response: ${median(times).toFixed(0)} ms`)
  } finally {
    child.removeAllListeners('exit')
    child.kill()
    rmSync(project, { recursive: true, force: true })
  }
}

async function main(): Promise<void> {
  await throughput()
  await startUp()
  await reload()
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
