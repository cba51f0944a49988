import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CLI, median, ROOT, startChild } from './measure'

/** From the save of a handler to the first response of the new code, polled. */
export async function reload(): Promise<void> {
  const project = mkdtempSync(join(tmpdir(), 'portico-bench-app-'))
  for (const part of ['bin', 'checks', 'lib', 'lambda', 'cdk.json', 'tsconfig.json'])
    cpSync(join(ROOT, part), join(project, part), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'))
  const { child, line } = await startChild(
    [CLI, 'start', '--app', 'npx tsx bin/app.ts', '--watch', '--port', '0'],
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
