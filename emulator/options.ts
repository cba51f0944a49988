/** One option of the emulator: the only place that knows its flag, environment variable, default and help. */
export interface Option {
  readonly flag: string
  /** Read when the flag is not given. */
  readonly env?: string
  readonly default?: string
  /** May be given more than once. */
  readonly many?: true
  readonly help: string
}

/** THE table of options of `portico start` and `portico run`. */
export const OPTIONS = {
  app: { flag: '--app <command>', env: 'PORTICO_APP', help: 'command that synthesizes your CDK app, e.g. "npx tsx bin/app.ts"' },
  cdkOut: {
    flag: '--cdk-out <dir>',
    env: 'PORTICO_CDK_OUT',
    help: 'directory that cdk synth wrote; with --app, where the app writes (default: cdk.out)',
  },
  template: { flag: '--template <file>', many: true, help: 'CloudFormation template, JSON or YAML; may be given more than once' },
  openapi: { flag: '--openapi <file>', many: true, help: 'OpenAPI 2.0 or 3.0 file, JSON or YAML; may be given more than once' },
  port: { flag: '--port <number>', env: 'PORTICO_PORT', default: '4566', help: 'port of the emulator; to start on 0 takes a free one' },
  host: { flag: '--host <address>', env: 'PORTICO_HOST', default: '127.0.0.1', help: 'address of the emulator' },
  tls: {
    flag: '--tls',
    env: 'PORTICO_TLS',
    help: 'speak HTTPS besides HTTP on the port, with certificates made on the spot; prints the CA that clients are to trust',
  },
  cert: { flag: '--cert <file>', env: 'PORTICO_CERT', help: 'your own certificate for HTTPS, with its chain: PEM; implies --tls' },
  key: { flag: '--key <file>', env: 'PORTICO_KEY', help: 'the private key of --cert: PEM' },
  strict: { flag: '--strict', env: 'PORTICO_STRICT', help: 'fail when anything of a template is not done as on AWS' },
  watch: { flag: '--watch', env: 'PORTICO_WATCH', help: 'rebuild handlers and re-run the app when files change' },
  account: { flag: '--account <id>', env: 'PORTICO_ACCOUNT', default: '000000000000', help: 'AWS account id' },
  region: { flag: '--region <name>', env: 'PORTICO_REGION', default: 'us-east-1', help: 'AWS region' },
  functions: {
    flag: '--functions <mode>',
    env: 'PORTICO_FUNCTIONS',
    default: 'threads',
    help: 'where Node.js functions run: threads, or processes of their own; a function may say it by its tag portico:functions',
  },
  freeze: { flag: '--no-freeze', help: 'let functions run on between their events, which AWS does not' },
  inspect: {
    flag: '--inspect [port]',
    env: 'PORTICO_INSPECT',
    help: 'an inspector for each environment of Node.js, on 9229 or this port and those after it; time stands still at a breakpoint',
  },
  services: {
    flag: '--services <url>',
    env: 'PORTICO_SERVICES',
    help: 'endpoint for AWS calls that nothing here serves, e.g. http://127.0.0.1:8000',
  },
  otlp: {
    flag: '--otlp [url]',
    env: 'PORTICO_OTLP',
    help: 'send traces to an OpenTelemetry collector, by OTLP over HTTP: to this URL, or to http://127.0.0.1:4318',
  },
  vpcLink: {
    flag: '--vpc-link <target>',
    many: true,
    help: 'local server behind a VPC link: a URL for any link, or <id, name or target ARN>=<URL>; may be given more than once',
  },
  verifySignatures: {
    flag: '--verify-signatures',
    env: 'PORTICO_VERIFY_SIGNATURES',
    help: 'verify the signatures of methods with AWS_IAM; without it a well-formed one is trusted',
  },
  accountThrottle: {
    flag: '--account-throttle <rate,burst>',
    env: 'PORTICO_ACCOUNT_THROTTLE',
    help: "requests a second and at once of the whole account, in place of AWS's 10000,5000",
  },
  state: { flag: '--state <dir>', env: 'PORTICO_STATE', help: 'directory that keeps the account between starts' },
  store: {
    flag: '--store <url>',
    env: 'PORTICO_STORE',
    help: 'Valkey or Redis server through which emulators share limits, quotas and caches, e.g. redis://127.0.0.1:6379?prefix=ci',
  },
  storeLoss: {
    flag: '--store-loss <policy>',
    env: 'PORTICO_STORE_LOSS',
    default: 'open',
    help: 'what limits do while that server is away: open lets requests pass, as AWS does; closed refuses them',
  },
  seed: { flag: '--seed <number>', env: 'PORTICO_SEED', help: 'make the same ids in every run' },
  clock: {
    flag: '--clock <mode>',
    env: 'PORTICO_CLOCK',
    default: 'real',
    help: 'real, manual, or manual=2026-01-01T00:00:00Z: time moves only by POST /_portico/clock',
  },
  json: { flag: '--json', help: 'print JSON lines instead of text' },
} as const satisfies Readonly<Record<string, Option>>

export type OptionName = keyof typeof OPTIONS

/** What was given for the options, by name; the environment and defaults filled in. */
export type Given = Partial<Record<OptionName, string | boolean | readonly string[]>>
