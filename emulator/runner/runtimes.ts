import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { RunnableFunction } from './runner'

/** A program, and what it is started with. */
export interface Launch {
  readonly command: string
  readonly args: readonly string[]
  /** It writes messages of several lines in frames (`readFrames`). */
  readonly frames: boolean
}

/** Why a function cannot run here: what AWS says too, or what is missing on this machine only. */
export interface NoLaunch {
  readonly kind: 'invalid' | 'missing'
  readonly reason: string
}

type Find = (target: Pick<RunnableFunction, 'runtime' | 'handler' | 'codeDirectory'>, opt: string | undefined) => Launch | NoLaunch

/** How runtimes other than Node.js are started: by the first line whose name begins the runtime's. */
const RUNTIMES: readonly (readonly [string, Find])[] = [
  ['provided', bootstrap],
  ['python', python],
  ['ruby', ruby],
  ['java', java],
  ['dotnet', dotnet],
  ['go1', go],
]

/** How a function that is not of a Node.js runtime is started. */
export function launchOf(
  target: Pick<RunnableFunction, 'runtime' | 'handler' | 'codeDirectory'>,
  opt: string | undefined,
): Launch | NoLaunch {
  const { runtime } = target
  const find = RUNTIMES.find(([name]) => runtime.startsWith(name))?.[1]
  return find?.(target, opt) ?? missing(`Portico does not emulate the runtime ${runtime === '' ? '(none)' : runtime}`)
}

/** What of a runtime is missing on this machine; undefined when functions of it run. */
export function missingOf(runtime: string): string | undefined {
  if (runtime.startsWith('nodejs')) return undefined
  const found = launchOf({ runtime, handler: '', codeDirectory: '' }, undefined)
  return 'kind' in found && found.kind === 'missing' ? found.reason : undefined
}

/** A program of the function's own, or of a layer. */
function bootstrap({ codeDirectory }: Pick<RunnableFunction, 'codeDirectory'>, opt: string | undefined): Launch | NoLaunch {
  const found = [codeDirectory, opt ?? ''].map((folder) => join(folder, 'bootstrap')).find((file) => existsSync(file))
  if (found === undefined) return invalid("Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]")
  return isProgram(found) ? { command: found, args: [], frames: false } : invalid('fork/exec /var/task/bootstrap: permission denied')
}

/** The system's Python: of the runtime's version where it is there. */
function python({ runtime, handler }: Pick<RunnableFunction, 'runtime' | 'handler'>, opt: string | undefined): Launch | NoLaunch {
  const command = interpreter(runtime) ?? interpreter('python3')
  if (command === undefined) return missing(`there is no python3 on the PATH for the runtime ${runtime}`)
  return { command, args: [join(__dirname, 'bootstrap.py'), handler, opt ?? ''], frames: true }
}

/** AWS's own client of the Runtime API for Ruby, a gem. */
function ruby({ runtime, handler }: Pick<RunnableFunction, 'runtime' | 'handler'>): Launch | NoLaunch {
  const command = onPath('aws_lambda_ric')
  if (command === undefined) return missing(`there is no aws_lambda_ric on the PATH for the runtime ${runtime}: gem install aws_lambda_ric`)
  return { command, args: [handler], frames: true }
}

/** AWS's own client for Java: a jar beside the function's. */
function java(
  { runtime, handler, codeDirectory }: Pick<RunnableFunction, 'runtime' | 'handler' | 'codeDirectory'>,
  opt: string | undefined,
): Launch | NoLaunch {
  const command = onPath('java')
  if (command === undefined) return missing(`there is no java on the PATH for the runtime ${runtime}`)
  const folders = [join(codeDirectory, 'lib'), join(opt ?? '', 'java', 'lib')]
  const client = folders.some(
    (folder) => existsSync(folder) && readdirSync(folder).some((file) => file.includes('aws-lambda-java-runtime-interface-client')),
  )
  if (codeDirectory !== '' && !client)
    return missing(
      `the runtime ${runtime} needs AWS's client of the Runtime API in lib/ of the code: com.amazonaws:aws-lambda-java-runtime-interface-client`,
    )
  const classes = [codeDirectory, ...folders.map((folder) => join(folder, '*'))].join(delimiter)
  return { command, args: ['-cp', classes, 'com.amazonaws.services.lambda.runtime.api.client.AWSLambda', handler], frames: true }
}

/** An assembly that is a program: it brings its client itself. A handler `Assembly::Type::Method` needs AWS's host, which is not published. */
function dotnet({ runtime, handler, codeDirectory }: Pick<RunnableFunction, 'runtime' | 'handler' | 'codeDirectory'>): Launch | NoLaunch {
  const command = onPath('dotnet')
  if (command === undefined) return missing(`there is no dotnet on the PATH for the runtime ${runtime}`)
  if (handler.includes('::'))
    return missing(`the handler ${handler} is a method: only assemblies that are programs (Amazon.Lambda.RuntimeSupport) run here`)
  return { command, args: [join(codeDirectory, `${handler}.dll`)], frames: false }
}

/** A program by the handler's name: aws-lambda-go speaks the Runtime API. */
function go({ handler, codeDirectory }: Pick<RunnableFunction, 'handler' | 'codeDirectory'>): Launch | NoLaunch {
  const command = join(codeDirectory, handler)
  return codeDirectory === '' || isProgram(command)
    ? { command, args: [], frames: false }
    : invalid(`fork/exec /var/task/${handler}: no such file or directory`)
}

function missing(reason: string): NoLaunch {
  return { kind: 'missing', reason }
}

function invalid(reason: string): NoLaunch {
  return { kind: 'invalid', reason }
}

/** Where a program is found; looked up once. */
function onPath(name: string): string | undefined {
  if (!FOUND.has(name)) {
    const folders = (process.env['PATH'] ?? '').split(delimiter)
    FOUND.set(
      name,
      folders.map((folder) => join(folder, name)).find((file) => isProgram(file)),
    )
  }
  return FOUND.get(name)
}
const FOUND = new Map<string, string | undefined>()

/** The program behind a name: version managers put scripts of their own on the PATH, which may lead nowhere. Asked once. */
function interpreter(name: string): string | undefined {
  if (!INTERPRETERS.has(name)) {
    const shim = onPath(name)
    const told = shim === undefined ? undefined : spawnSync(shim, ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' })
    INTERPRETERS.set(name, told?.status === 0 ? told.stdout.trim() : undefined)
  }
  return INTERPRETERS.get(name)
}
const INTERPRETERS = new Map<string, string | undefined>()

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
