import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { BuildContext, BuildFailure, BuildOptions, Location } from 'esbuild'
import { type Diagnostic, UserError } from '../base/diagnostics'

/** A function whose code is bundled from an entry file: what `portico:handler` in a template tells. */
export interface EntryFunction {
  readonly functionName: string
  /** Relative to the project. */
  readonly entry: string
  /** esbuild's options. */
  readonly bundle: Readonly<Record<string, unknown>>
}

interface Build {
  readonly functions: readonly string[]
  readonly entry: string
  readonly context: BuildContext
  inputs: ReadonlySet<string>
  version: number
}

/** What came of a save. */
interface Rebuilt {
  readonly built: readonly { readonly functionName: string; readonly directory: string }[]
  readonly failures: readonly Diagnostic[]
}

/** The line of a mistake, and where in it. */
function codeFrame({ line, column, length, lineText }: Location): string {
  const margin = ' '.repeat(String(line).length)
  return `\n  ${line} | ${lineText}\n  ${margin} | ${' '.repeat(column)}${'^'.repeat(Math.max(1, length))}`
}

/** Keeps esbuild warm for the entries of functions, so that a rebuild takes a few milliseconds. */
export class EntryBuilds {
  readonly #folder = mkdtempSync(join(tmpdir(), 'portico-watch-'))
  #builds: Build[] = []

  constructor(private readonly project: string) {}

  /** Follows these functions from now on. */
  async follow(functions: readonly EntryFunction[]): Promise<void> {
    const { context } = require('esbuild') as typeof import('esbuild')
    await this.#dispose()
    const byBundle = new Map<string, EntryFunction[]>()
    for (const entry of functions) {
      const key = JSON.stringify([entry.entry, entry.bundle])
      byBundle.set(key, [...(byBundle.get(key) ?? []), entry])
    }
    for (const group of byBundle.values()) {
      const { entry, bundle } = group[0] as EntryFunction
      const options: BuildOptions = {
        ...bundle,
        entryPoints: [resolve(this.project, entry)],
        absWorkingDir: this.project,
        outfile: join(this.project, 'index.js'),
        write: false,
        metafile: true,
        logLevel: 'silent',
      }
      const build: Build = {
        functions: group.map(({ functionName }) => functionName),
        entry,
        context: await context(options),
        inputs: new Set(),
        version: 0,
      }
      this.#builds.push(build)
      await this.#run(build).catch(() => undefined)
    }
  }

  /** Every file that the followed functions are made of. */
  inputs(): Set<string> {
    return new Set(this.#builds.flatMap(({ inputs }) => [...inputs]))
  }

  /** Rebuilds what the files are part of; answers function names with the directory of their new code, and what could not be built. */
  async rebuild(files: ReadonlySet<string>): Promise<Rebuilt> {
    const built: { functionName: string; directory: string }[] = []
    const failures: Diagnostic[] = []
    for (const build of this.#builds) {
      if (build.inputs.size > 0 && ![...files].some((file) => build.inputs.has(file))) continue
      let contents: Uint8Array
      try {
        contents = await this.#run(build)
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        failures.push(...error.diagnostics)
        continue
      }
      const directory = join(this.#folder, `${this.#builds.indexOf(build)}-${build.version}`)
      mkdirSync(directory, { recursive: true })
      writeFileSync(join(directory, 'index.js'), contents)
      // Environments of the last version may still read theirs; nobody reads older ones.
      rmSync(join(this.#folder, `${this.#builds.indexOf(build)}-${build.version - 2}`), { recursive: true, force: true })
      built.push(...build.functions.map((functionName) => ({ functionName, directory })))
    }
    return { built, failures }
  }

  async close(): Promise<void> {
    await this.#dispose()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #run(build: Build): Promise<Uint8Array> {
    try {
      const result = await build.context.rebuild()
      build.inputs = new Set(Object.keys(result.metafile?.inputs ?? {}).map((file) => resolve(this.project, file)))
      build.version += 1
      const [output] = result.outputFiles ?? []
      return (output as { contents: Uint8Array }).contents
    } catch (error) {
      const { errors } = error as BuildFailure
      if (!Array.isArray(errors)) throw error
      throw new UserError(
        ...errors.map(({ text, location }): Diagnostic => {
          const place = location === null ? { file: build.entry } : { file: location.file, line: location.line }
          return {
            code: 'build-failed',
            severity: 'error',
            message: `${build.entry} cannot be bundled: ${text}.${location === null ? '' : codeFrame(location)}`,
            fix: 'Correct the file; the code before it stays live.',
            place,
          }
        }),
      )
    }
  }

  async #dispose(): Promise<void> {
    const builds = this.#builds
    this.#builds = []
    await Promise.all(builds.map(({ context }) => context.dispose()))
  }
}

/** The files that an app's own code consists of, from its command (`npx tsx bin/app.ts`); undefined when they cannot be told. */
export async function appInputs(command: string, project: string): Promise<Set<string> | undefined> {
  const entry = command.split(/\s+/).find((word) => /\.[cm]?[jt]sx?$/.test(word))
  if (entry === undefined) return undefined
  const { build } = require('esbuild') as typeof import('esbuild')
  try {
    const { metafile } = await build({
      entryPoints: [resolve(project, entry)],
      absWorkingDir: project,
      bundle: true,
      packages: 'external',
      platform: 'node',
      write: false,
      metafile: true,
      outdir: project,
      logLevel: 'silent',
    })
    return new Set(Object.keys(metafile.inputs).map((file) => resolve(project, file)))
  } catch {
    return undefined
  }
}
