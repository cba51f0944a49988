import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, CommanderError, Option as Flag } from 'commander'
import { formatDiagnostic, UserError } from '../base/diagnostics'
import { type Given, OPTIONS, type OptionName } from '../options'
import type { CheckFlags } from './check'
import type { CostFlags } from './cost'
import type { InvokeFlags } from './invoke'
import type { LogFlags } from './logs'
import type { MetricFlags } from './metrics'

const INPUTS: readonly OptionName[] = [
  'app',
  'cdkOut',
  'template',
  'openapi',
  'account',
  'region',
  'state',
  'seed',
  'functions',
  'freeze',
  'inspect',
  'services',
  'otlp',
  'vpcLink',
  'verifySignatures',
  'accountThrottle',
  'strict',
]
const LISTENING: readonly OptionName[] = ['store', 'storeLoss', 'port', 'host', 'tls', 'cert', 'key']

const EXAMPLES = `
Examples:
  portico start --app "npx tsx bin/app.ts" --watch    # your CDK app, reloaded as you save
  portico start --cdk-out cdk.out --port 8080         # what cdk synth wrote
  portico start --template api.yaml --strict          # any CloudFormation template; fail on what is not done
  portico routes --cdk-out cdk.out --phases           # what each route goes through
  portico check --cdk-out cdk.out --ledger            # what of the template is not enforced, and where it is set
  portico check --template api.yaml --prove           # what had better not be so in any template, tried by requests
  portico invoke CreateOrder --event order.json       # call a function, by its name, construct, logical id or entry
  portico logs --follow                               # what functions and gateways log, as it comes
  portico check --cdk-out cdk.out --attack            # which routes let in whoever is nobody
  portico run -- npx jest                             # start, run a command against it, stop`

/** Runs the command line; answers the exit code: 0 done, 1 a command, our own code or a check failed, 2 the user's files or flags are wrong. */
export async function main(argv: readonly string[]): Promise<number> {
  const program = new Command('portico')
    .description('Run Amazon API Gateway APIs on this machine, from the template that AWS gets.')
    .version(version())
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(portico --help shows the options)')
    .exitOverride()
  let code = 0
  withOptions(program.command('start'), [...INPUTS, ...LISTENING, 'watch', 'clock', 'json'])
    .description('deploy the inputs into an emulator and serve it until interrupted')
    .action(async (given: Given) => {
      const { start } = require('./start') as typeof import('./start')
      code = await start(given)
    })
  withOptions(program.command('routes'), [...INPUTS, 'json'])
    .description('print the routes of every stage')
    .option('--phases', 'print what each route really goes through')
    .action(async (given: Given & { phases?: boolean }) => {
      const { routes } = require('./routes') as typeof import('./routes')
      code = await routes(given, given.phases === true)
    })
  withOptions(program.command('check'), [...INPUTS, 'json'])
    .description('print what is wrong with the inputs, what is hardly meant so, and what is not done as on AWS')
    .option('--ledger', 'print what the template sets without effect, property by property')
    .addOption(
      new Flag('--attack', 'try to get through every route with no credentials and with forged ones; tell which let that in').conflicts(
        'ledger',
      ),
    )
    .addOption(new Flag('--prove', 'try what the checks find, by a request to a copy of the stage').conflicts('ledger'))
    .option('--acknowledge <id>', 'leave out a finding: <id>, or <id>@<construct or logical id>; may be given more than once', collect)
    .action(async (given: Given & CheckFlags) => {
      const { check } = require('./check') as typeof import('./check')
      code = await check(given, given)
    })
  withOptions(program.command('credentials'), [...INPUTS, 'json'])
    .description('print the fake keys that requests to methods with AWS_IAM can be signed with, and whose they are')
    .action(async (given: Given) => {
      const { credentials } = require('./credentials') as typeof import('./credentials')
      code = await credentials(given)
    })
  withOptions(program.command('invoke <function>'), [...INPUTS, 'port', 'host', 'json'])
    .description('call a function: of the inputs, or of a running emulator; prints its answer, and on stderr its log')
    .option('--event <file>', 'the event, JSON; - for stdin (default: {})')
    .option('--qualifier <name>', 'a version or an alias')
    .option('--url <url>', 'where the emulator runs (default: by --host and --port)')
    .action(async (name: string, given: Given & InvokeFlags) => {
      const { invoke } = require('./invoke') as typeof import('./invoke')
      code = await invoke(name, given, given)
    })
  withOptions(program.command('metrics'), ['region', 'port', 'host', 'json'])
    .description('the metrics of a running emulator, as sparklines and as numbers')
    .option('--minutes <number>', 'how many of the last minutes (default: 30)')
    .option('--namespace <name>', 'only those of a namespace, e.g. AWS/ApiGateway')
    .option('--url <url>', 'where the emulator runs (default: by --host and --port)')
    .action(async (given: Given & MetricFlags) => {
      const { metrics } = require('./metrics') as typeof import('./metrics')
      code = await metrics(given, given)
    })
  withOptions(program.command('logs [group]'), ['region', 'port', 'host', 'json'])
    .description('the log events of a running emulator, of all groups or of those whose name has a text in it')
    .option('--follow', 'go on until interrupted')
    .option('--filter <pattern>', 'a filter pattern of CloudWatch Logs')
    .option('--since <duration>', 'how far back, e.g. "10 minutes" (default: 1 hour)')
    .option('--url <url>', 'where the emulator runs (default: by --host and --port)')
    .action(async (group: string | undefined, given: Given & LogFlags) => {
      const { logs } = require('./logs') as typeof import('./logs')
      code = await logs(group, given, given)
    })
  withOptions(program.command('cost'), [...INPUTS, 'port', 'host', 'json'])
    .description('what a month of traffic would cost on AWS; without --traffic, that which a running emulator has seen')
    .option('--traffic <file>', 'traffic profile, JSON: {"requests": 5000000, "defaults": {"responseBytes": 3072, "durationMs": 40}}')
    .option('--prices <file>', 'prices in place of those of us-east-1, JSON')
    .option('--free-tier', 'take off what every account has for nothing each month')
    .option('--requests <number>', 'the traffic that was seen, as a month of so many requests')
    .option('--url <url>', 'where the emulator runs (default: by --host and --port)')
    .action(async (given: Given & CostFlags) => {
      const { cost } = require('./cost') as typeof import('./cost')
      code = await cost(given, given)
    })
  withOptions(program.command('run <command...>'), [...INPUTS, ...LISTENING, 'clock'])
    .description('start, run a command with AWS_ENDPOINT_URL and fake keys set, stop, exit with its code')
    .usage('[options] -- <command...>')
    .action(async (command: readonly string[], given: Given) => {
      const { run } = require('./run') as typeof import('./run')
      code = await run(command, given)
    })
  const state = program.command('state').description('move the state of an emulator (--state) as one file')
  for (const [verb, what] of [
    ['export', 'write what a state directory holds to one file'],
    ['import', 'make a new state directory of such a file'],
  ] as const) {
    state
      .command(`${verb} <file>`)
      .description(what)
      .requiredOption('--state <dir>', OPTIONS.state.help)
      .action((file: string, given: { state: string }) => {
        const { exportState, importState } = require('./state') as typeof import('./state')
        code = verb === 'export' ? exportState(file, given.state) : importState(file, given.state)
      })
  }
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    return report(error)
  }
}

/** What an option that may be given more than once comes to. */
function collect(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value]
}

function withOptions(command: Command, names: readonly OptionName[]): Command {
  for (const name of names) {
    const option: { flag: string; env?: string; default?: string; many?: true; help: string } = OPTIONS[name]
    const flag = new Flag(option.flag, option.help)
    if (option.env !== undefined) flag.env(option.env)
    if (option.default !== undefined) flag.default(option.default)
    if (option.many) flag.argParser(collect)
    command.addOption(flag)
  }
  return command
}

/** A mistake of the user's is told with place and remedy; ours with its stack. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof UserError) {
    for (const diagnostic of error.diagnostics) console.error(formatDiagnostic(diagnostic))
    return 2
  }
  console.error(error)
  return 1
}

function version(): string {
  for (const up of ['../..', '../../..']) {
    try {
      return (JSON.parse(readFileSync(join(__dirname, up, 'package.json'), 'utf8')) as { version: string }).version
    } catch {}
  }
  return 'unknown'
}
