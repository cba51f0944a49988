import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pause } from '../../emulator/base/clock'
import { endWithBench, type Load, load, median, option, startChild } from './measure'

const [barePort, porticoPort, offlinePort] = [45_709, 45_710, 45_711]
const ROUNDS = 3

/** Connections of many clients at once. */
const CROWD = 50

/**
 * What functions cost: a proxied function as a ratio to a bare server and, with `--serverless-offline` (installed on demand, into a folder of its
 * own), to serverless-offline with the same handler, each with few connections and with many; the spread of latencies with many; cold starts of a
 * bundle of 1 MB; functions at rest.
 */
export async function functions(): Promise<void> {
  const [seconds, connections] = [option('--seconds', 3), option('--connections', 10)]
  const folder = mkdtempSync(join(tmpdir(), 'portico-bench-'))
  const template = join(folder, 'bench.json')
  const text = readFileSync(join(__dirname, 'template.json'), 'utf8')
  writeFileSync(template, text.replace('"Type": "String"', `"Type": "String", "Default": "http://127.0.0.1:${barePort}/"`))
  const bare = await startChild([join(__dirname, 'bare-server.cjs'), String(barePort)], /ready/)
  const portico = await startChild([join(__dirname, 'serve.cjs'), template, String(porticoPort)], /\n/)
  const peer = process.argv.includes('--serverless-offline') ? await startServerlessOffline(folder) : undefined
  try {
    const urls = [`http://127.0.0.1:${barePort}/`, `${portico.line.trim()}/lambda`]
    if (peer !== undefined) urls.push(`http://127.0.0.1:${offlinePort}/dev/lambda`)
    for (const url of urls) load(url, 2, connections)
    console.log(
      `\nfunctions, median of ${ROUNDS} rounds of ${seconds} s: bare, a proxied function${peer === undefined ? '' : ', serverless-offline'}`,
    )
    // Few first: after a crowd, serverless-offline is slower with few as well.
    for (const each of [connections, CROWD]) {
      const loads = Array.from({ length: ROUNDS }, () => urls.map((url) => load(url, seconds, each)))
      const of = (url: number, what: keyof Load) => median(loads.map((round) => (round[url] as Load)[what]))
      const ratio = (to: number, from: number) => median(loads.map((round) => (round[to] as Load).rps / (round[from] as Load).rps))
      console.log(`${each} connections, requests/s        ${urls.map((_, url) => of(url, 'rps').toFixed(0)).join(', ')}`)
      console.log(`  a proxied function               ${ratio(1, 0).toFixed(2)} of bare (target 0.25)`)
      if (peer !== undefined)
        console.log(`                                   ${ratio(1, 2).toFixed(1)} times serverless-offline (target 8)`)
      const [p50, p99] = [of(1, 'p50'), of(1, 'p99')]
      if (each === CROWD) console.log(`  p50 ${p50} ms, p99 ${p99} ms              ${(p99 / p50).toFixed(1)} times (target below 10)`)
    }
  } finally {
    for (const { child } of [bare, portico, ...(peer === undefined ? [] : [peer])]) {
      child.removeAllListeners('exit')
      child.kill()
    }
    rmSync(folder, { recursive: true, force: true })
  }
  const probe = execFileSync(process.execPath, ['--expose-gc', join(__dirname, 'functions-probe.cjs')], {
    stdio: ['ignore', 'pipe', 'ignore'],
  }).toString()
  const { starts, megabytes } = JSON.parse(probe) as { starts: number[]; megabytes: number }
  console.log(`cold start, bundle of 1 MB         ${median(starts).toFixed(0)} ms, best ${Math.min(...starts).toFixed(0)} ms (target 40)`)
  console.log(`100 functions at rest              ${megabytes.toFixed(0)} MB (target 60)`)
}

/** Installs it, with the handler of the template, and starts it; what it logs is written and goes nowhere. */
async function startServerlessOffline(folder: string): Promise<{ readonly child: ChildProcess }> {
  const project = join(folder, 'offline')
  execFileSync('mkdir', ['-p', project])
  writeFileSync(join(project, 'package.json'), '{"name":"bench","version":"1.0.0","private":true}')
  writeFileSync(join(project, 'handler.js'), `exports.handler = async () => ({ statusCode: 200, body: '{"ok":true}' })`)
  writeFileSync(
    join(project, 'serverless.yml'),
    [
      'service: bench',
      "frameworkVersion: '3'",
      'provider: { name: aws, runtime: nodejs18.x }',
      'functions:',
      '  f: { handler: handler.handler, events: [ { http: { path: lambda, method: get } } ] }',
      'plugins: [serverless-offline]',
      '',
    ].join('\n'),
  )
  execFileSync('npm', ['install', '--no-audit', '--no-fund', 'serverless@3.40.0', 'serverless-offline@13.10.1'], {
    cwd: project,
    stdio: 'ignore',
  })
  const args = ['offline', 'start', '--httpPort', String(offlinePort), '--lambdaPort', String(offlinePort + 1), '--host', '127.0.0.1']
  const child = spawn(process.execPath, ['node_modules/serverless/bin/serverless.js', ...args], { cwd: project, stdio: 'ignore' })
  endWithBench(child)
  const answers = () =>
    fetch(`http://127.0.0.1:${offlinePort}/dev/lambda`).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await answers())) await pause(100)
  return { child }
}
