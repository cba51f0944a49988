import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Load, load, median, option, startChild } from './measure'

const [barePort, porticoPort] = [45_701, 45_702]
/** A busy machine slows down one round and not another. */
const ROUNDS = 3
/** Routes of template.json. */
const ROUTES = ['mock', 'mock-templates?page=2&q=a%20b', 'lambda', 'http']

/** Requests a second over HTTP, by integration, as ratios to a bare node:http server that answers a small body. */
export async function throughput(): Promise<void> {
  const [seconds, connections] = [option('--seconds', 3), option('--connections', 10)]
  const bare = await startChild([join(__dirname, 'bare-server.cjs'), String(barePort)], /ready/)
  const folder = mkdtempSync(join(tmpdir(), 'portico-bench-'))
  const template = join(folder, 'bench.json')
  const text = readFileSync(join(__dirname, 'template.json'), 'utf8')
  writeFileSync(template, text.replace('"Type": "String"', `"Type": "String", "Default": "http://127.0.0.1:${barePort}/"`))
  const portico = await startChild([join(__dirname, 'serve.cjs'), template, String(porticoPort)], /\n/)
  try {
    const base = portico.line.trim()
    const bareUrl = `http://127.0.0.1:${barePort}/`
    for (const path of ROUTES) load(`${base}/${path}`, 1, connections)
    load(bareUrl, 1, connections)
    console.log(
      `${connections} connections, ${ROUNDS} rounds of ${seconds} s; the round whose ratio to bare node:http, measured right before, is in the middle`,
    )
    console.log('route            requests/s   of bare   p50 ms   p99 ms   failed')
    for (const path of ROUTES) {
      const rounds = Array.from({ length: ROUNDS }, () => {
        const yardstick = load(bareUrl, seconds, connections)
        const measured = load(`${base}/${path}`, seconds, connections)
        return { yardstick, measured, ratio: measured.rps / yardstick.rps }
      })
      const middle = median(rounds.map(({ ratio }) => ratio))
      const { yardstick, measured } = rounds.find(({ ratio }) => ratio === middle) as (typeof rounds)[number]
      row('bare', yardstick, 1)
      row(path.split('?', 1)[0] as string, measured, middle)
    }
  } finally {
    bare.child.kill()
    portico.child.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

function row(name: string, { rps, p50, p99, failed }: Load, ratio: number): void {
  const [rate, of, half, most, lost] = [String(Math.round(rps)), ratio.toFixed(2), String(p50), String(p99), String(failed)]
  console.log(`${name.padEnd(14)} ${rate.padStart(12)} ${of.padStart(9)} ${half.padStart(8)} ${most.padStart(8)} ${lost.padStart(8)}`)
}
