import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { userError } from '../base/diagnostics'

/** How an app is synthesized: its command, where it runs, where it writes. */
export interface AppCommand {
  readonly command: string
  readonly directory: string
  readonly output: string
}

/** How much of what an app prints is kept for an error. */
const KEPT_OUTPUT = 20_000

/** Runs a CDK app as the CDK CLI does, without the CLI: it writes a cloud assembly. A failing app is a `UserError` with what it printed. */
export async function synthesize({ command, directory, output }: AppCommand): Promise<void> {
  const env = {
    ...process.env,
    CDK_OUTDIR: resolve(directory, output),
    CDK_CONTEXT_JSON: JSON.stringify(readContext(directory)),
    CDK_VALIDATION: 'false',
  }
  const printed = await new Promise<{ code: number | null; text: string }>((done, fail) => {
    const child = spawn(command, { cwd: directory, env, shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    const keep = (chunk: Buffer) => {
      text = (text + chunk.toString('utf8')).slice(-KEPT_OUTPUT)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', fail)
    child.on('close', (code) => done({ code, text }))
  })
  if (printed.code !== 0) {
    throw userError('app-failed', `The app ended with exit code ${printed.code}: ${command}\n${indent(withoutStack(printed.text))}`, {
      fix: 'Put right what the app reports, then start again.',
      place: { file: directory },
    })
  }
  if (!existsSync(join(resolve(directory, output), 'manifest.json'))) {
    throw userError('app-failed', `The app wrote no cloud assembly: ${command}`, {
      fix: 'The command has to run a CDK app, as "app" in cdk.json does, e.g. npx tsx bin/app.ts.',
      place: { file: directory },
    })
  }
}

/** `context` of cdk.json and cdk.context.json, and what the CDK CLI adds to it. */
function readContext(directory: string): Record<string, unknown> {
  const cached = readObject(join(directory, 'cdk.context.json'))
  const { context } = readObject(join(directory, 'cdk.json'))
  return {
    ...cached,
    ...(typeof context === 'object' ? context : {}),
    'aws:cdk:enable-path-metadata': true,
    'aws:cdk:enable-asset-metadata': true,
  }
}

/** The command of the app that cdk.json names; undefined without one. */
export function appOfProject(directory: string): string | undefined {
  const { app } = readObject(join(directory, 'cdk.json'))
  return typeof app === 'string' ? app : undefined
}

function readObject(file: string): Record<string, unknown> {
  if (!existsSync(file)) return {}
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  } catch (error) {
    throw userError('broken-file', `${file} is no JSON: ${(error as Error).message}.`, { fix: 'Correct the file.', place: { file } })
  }
}

/** An app's error message without the frames under it, which say nothing to who wrote the app but the first of their own. */
function withoutStack(text: string): string {
  const lines = text.trimEnd().split('\n')
  const kept = lines.filter((line) => !/^\s+at .*(node_modules|node:internal)/.test(line) && !/^Node\.js v\d/.test(line))
  return kept.slice(-30).join('\n')
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ')
}
