import { synthesize } from '../assembly/run-app'
import type { CompiledStage } from '../gateway/compile'
import type { Given } from '../options'
import { createEmulator, readInputs } from './inputs'
import { diagnosticsBlock } from './print'

/** `portico routes`: deploys the inputs without serving, and prints every route of every stage. */
export async function routes(given: Given, phases: boolean): Promise<number> {
  const { app, sources } = readInputs(given)
  if (app !== undefined) await synthesize(app)
  await using emulator = createEmulator(given)
  for (const source of sources) await emulator.deployments.deploy(source, { strict: given.strict === true })
  const stages = emulator.stages.all()
  if (given.json === true) {
    for (const stage of stages)
      for (const row of rowsOf(stage))
        console.log(JSON.stringify({ api: stage.apiName, apiId: stage.apiId, stage: stage.stageName, ...row }))
  } else {
    for (const stage of stages) console.log(`${stage.apiName} ${stage.stageName}\n${table(rowsOf(stage), phases)}`)
    const diagnostics = emulator.diagnostics()
    if (diagnostics.length > 0) console.error(diagnosticsBlock(diagnostics))
  }
  return 0
}

interface Row {
  readonly method: string
  readonly path: string
  readonly target: string
  readonly phases: readonly string[]
}

function rowsOf(stage: CompiledStage): Row[] {
  const rows = stage.routes.map(({ httpMethod, resourcePath, target, phases }) => ({
    method: httpMethod,
    path: resourcePath,
    target,
    phases,
  }))
  return rows.sort((a, b) => (a.path === b.path ? (a.method < b.method ? -1 : 1) : a.path < b.path ? -1 : 1))
}

function table(rows: readonly Row[], phases: boolean): string {
  const width = (pick: (row: Row) => string) => Math.max(0, ...rows.map((row) => pick(row).length))
  const [methods, paths, targets] = [width(({ method }) => method), width(({ path }) => path), width(({ target }) => target)]
  return rows
    .map((row) => {
      const line = `  ${row.method.padEnd(methods)}  ${row.path.padEnd(paths)}  ${row.target.padEnd(targets)}`
      return phases ? `${line}  ${row.phases.join(' > ')}` : line.trimEnd()
    })
    .join('\n')
}
