import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ROOT } from './cli'

/** What of package.json is looked at. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly main: string
  readonly scripts: Readonly<Record<string, string>>
  readonly types: string
  readonly bin: Readonly<Record<string, string>>
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
  readonly overrides: Readonly<Record<string, string>>
}

export const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest

/** What users bring: the peers, and the tools that the README's app and test run with. */
const BROUGHT = ['aws-cdk-lib', 'constructs', 'esbuild', 'jest', 'tsx']

/** As `cdk init` has it: older than the clone's. */
const TYPESCRIPT = '~5.9.3'

/** The packed tarball: its file, and the paths that it holds. */
export interface Packed {
  readonly tarball: string
  readonly files: readonly string[]
}

/** Packs what is built; `folder` gets the tarball. */
export function pack(folder: string): Packed {
  const printed = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [{ filename, files }] = JSON.parse(printed) as [{ filename: string; files: { path: string }[] }]
  return { tarball: join(folder, filename), files: files.map(({ path }) => path) }
}

/** A project in a directory of its own, outside the clone, with the package in its `node_modules`. */
export class PackageProject {
  readonly directory = mkdtempSync(join(tmpdir(), 'portico-package-'))

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.directory, name), text)
  }

  /** Installs tarball, peers and tools with npm, from its registry, in the versions of the clone. */
  installFromRegistry({ tarball }: Packed): void {
    const versions = { ...manifest.dependencies, ...manifest.devDependencies }
    const wanted = [...BROUGHT, '@types/jest', '@types/node'].map((name) => `${name}@${versions[name]}`)
    execFileSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball, ...wanted, `typescript@${TYPESCRIPT}`], {
      cwd: this.directory,
      stdio: 'pipe',
    })
  }

  /**
   * Installs without a network: the tarball unpacked, beside links to what the package says that it depends on and nothing else, so that a
   * dependency which is not declared is not found.
   */
  installFromClone({ tarball }: Packed): void {
    const modules = join(this.directory, 'node_modules')
    const own = join(modules, manifest.name)
    mkdirSync(join(modules, '.bin'), { recursive: true })
    mkdirSync(own)
    execFileSync('tar', ['-xzf', tarball, '-C', own, '--strip-components=1'])
    for (const name of new Set([...Object.keys(manifest.dependencies), ...BROUGHT])) {
      mkdirSync(dirname(join(modules, name)), { recursive: true })
      symlinkSync(join(ROOT, 'node_modules', name), join(modules, name))
    }
    for (const tool of ['jest', 'tsx']) symlinkSync(join(ROOT, 'node_modules/.bin', tool), join(modules, '.bin', tool))
    for (const [tool, file] of Object.entries(manifest.bin)) {
      chmodSync(join(own, file), 0o755)
      symlinkSync(join(own, file), join(modules, '.bin', tool))
    }
  }

  /** Runs a command to its end; answers what it printed, or throws it. */
  run(command: string, ...args: string[]): string {
    try {
      return execFileSync(command, args, { cwd: this.directory, encoding: 'utf8', stdio: 'pipe', env: ENVIRONMENT })
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string }
      throw new Error(`${[command, ...args].join(' ')}\n${stdout}${stderr}`)
    }
  }

  /** Starts a command that goes on, in a process group of its own. */
  start(command: string, ...args: string[]): ChildProcess {
    return spawn(command, args, { cwd: this.directory, env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true })
  }
}

/** As a user's shell: without what npm and jest set for the clone. */
const ENVIRONMENT: NodeJS.ProcessEnv = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|JEST_|NODE_)/.test(name))),
  NO_COLOR: '1',
  CDK_VALIDATION: 'false',
}
