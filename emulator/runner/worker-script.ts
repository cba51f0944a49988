import { join } from 'node:path'

/** What a worker runs: a file, or a text where only TypeScript sources are there (jest, tsx). */
export interface WorkerScript {
  readonly script: string
  readonly eval: boolean
}

let script: WorkerScript | undefined

/** The inside of an environment, ready for `new Worker`. Made once. */
export function workerScript(): WorkerScript {
  script ??= __filename.endsWith('.ts') ? bundle() : { script: join(__dirname, 'worker.js'), eval: false }
  return script
}

function bundle(): WorkerScript {
  const { buildSync } = require('esbuild') as typeof import('esbuild')
  const built = buildSync({
    entryPoints: [join(__dirname, 'worker.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    write: false,
    logLevel: 'silent',
  })
  return { script: built.outputFiles[0]?.text ?? '', eval: true }
}
