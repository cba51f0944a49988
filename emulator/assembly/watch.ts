import { relative, resolve } from 'node:path'
import { watch as watchFiles } from 'chokidar'
import { turn } from '../base/clock'
import { type Diagnostic, formatDiagnostic, UserError } from '../base/diagnostics'
import { useDirectory } from '../services/lambda/functions'
import type { Deployments, DeploySource, DeployTarget } from './deploy'
import { appInputs, EntryBuilds } from './entry-builds'
import { type AppCommand, synthesize } from './run-app'

/** What the watcher did, for who prints it. */
export interface WatchEvent {
  readonly event: 'handler-reloaded' | 'deployed' | 'failed'
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
}

/** What is watched: the app and what was deployed from it. */
export interface Watched {
  readonly app: AppCommand | undefined
  readonly sources: readonly DeploySource[]
  readonly strict: boolean
}

/** Folders in which nothing of the user's is written by hand. */
const IGNORED = /(^|[\\/])(node_modules|\.git|cdk\.out|dist|coverage|\.portico)([\\/]|$)/

/**
 * Follows the files of a project: a handler's file is rebuilt and live within milliseconds; any other file re-runs the app and
 * deploys the difference. What fails is told once, and the code before it stays live.
 */
export async function watchInputs(
  target: DeployTarget & { readonly deployments: Deployments },
  watched: Watched,
  tell: (event: WatchEvent) => void,
): Promise<{ close: () => Promise<void> }> {
  const project = watched.app?.directory ?? process.cwd()
  const builds = new EntryBuilds(project)
  await builds.follow(target.deployments.entryFunctions())
  let appFiles = watched.app === undefined ? undefined : await appInputs(watched.app.command, project)
  const changed = new Set<string>()
  let working: Promise<void> | undefined

  const watcher = watchFiles(watchedPaths(watched, project), {
    ignored: (path) => IGNORED.test(relative(project, path)),
    ignoreInitial: true,
    // A save is often a truncation and a write: what is read in between is not what the user saved.
    awaitWriteFinish: { stabilityThreshold: 10, pollInterval: 5 },
  })
  // Handlers may lie outside of what is watched: next to a template, in a package of their own.
  const watchHandlers = () => watcher.add([...builds.inputs()].filter((file) => !IGNORED.test(relative(project, file))))
  watchHandlers()
  watcher.on('all', (_event, path) => {
    changed.add(resolve(path))
    working ??= work().finally(() => {
      working = undefined
    })
  })
  await new Promise<void>((ready) => watcher.once('ready', ready))

  async function work(): Promise<void> {
    while (changed.size > 0) {
      // Editors write several files, or one file several times, in a burst.
      await turn()
      const files = new Set(changed)
      changed.clear()
      try {
        const handlers = builds.inputs()
        await reloadHandlers(new Set([...files].filter((file) => handlers.has(file))))
        // Without an app nothing is made of a handler but its code.
        const ofApp = (file: string) => watched.app !== undefined && (appFiles === undefined || appFiles.has(file))
        const others = [...files].filter((file) => !handlers.has(file) || ofApp(file))
        if (others.length > 0) await redeploy(others)
      } catch (error) {
        // Our own bug must not end the emulator under somebody's hands: its stack goes to the console, and watching goes on.
        if (!(error instanceof UserError)) console.error(error)
        else tell({ event: 'failed', text: error.diagnostics.map(formatDiagnostic).join('\n'), diagnostics: error.diagnostics })
      }
    }
  }

  async function reloadHandlers(files: ReadonlySet<string>): Promise<void> {
    if (files.size === 0) return
    const { built, failures } = await builds.rebuild(files)
    for (const { functionName, directory } of built) useDirectory(target.call(), functionName, directory)
    if (built.length > 0)
      tell({ event: 'handler-reloaded', text: `reloaded ${built.map(({ functionName }) => functionName).join(', ')}`, diagnostics: [] })
    if (failures.length > 0) throw new UserError(...failures)
  }

  async function redeploy(files: readonly string[]): Promise<void> {
    if (watched.app !== undefined) {
      await synthesize(watched.app)
      appFiles = await appInputs(watched.app.command, project)
    }
    for (const source of watched.sources) await target.deployments.deploy(source, { strict: watched.strict })
    await builds.follow(target.deployments.entryFunctions())
    watchHandlers()
    tell({
      event: 'deployed',
      text: `deployed the difference after ${files.map((file) => relative(project, file)).join(', ')}`,
      diagnostics: [],
    })
  }

  return {
    close: async () => {
      await watcher.close()
      await working
      await builds.close()
    },
  }
}

/** The project of an app; otherwise the files that were given. */
function watchedPaths({ app, sources }: Watched, project: string): string[] {
  if (app !== undefined) return [project]
  return sources.flatMap((source) =>
    source.kind === 'template' ? [] : source.kind === 'assembly' ? [resolve(source.directory, 'manifest.json')] : [resolve(source.file)],
  )
}
