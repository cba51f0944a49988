import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from './cli'
import { manifest } from './package-project'

/**
 * `npm run check:jsii`: compiles the core constructs with jsii, as for Java, Python, C# and Go, and prints what is not of its shape. jsii comes from
 * npm's registry into a directory of its own; where it cannot be had, nothing is checked, and that is said.
 */
const JSII = 'jsii@6.0.16'
/** For TypeScript alone: generic types, literal keys, and an error class. */
const TYPESCRIPT_ONLY = ['./define-rest', './handler', './config-error']
/** What the core loads besides the peers, which jsii wants in the bundle. */
const BUNDLED = ['ajv', 'ajv-draft-04', 'esbuild', 'yaml']

const directory = mkdtempSync(join(tmpdir(), 'portico-jsii-'))
try {
  process.exitCode = check()
} finally {
  rmSync(directory, { recursive: true, force: true })
}

function check(): number {
  const tool = join(directory, 'tool')
  mkdirSync(tool)
  writeFileSync(join(tool, 'package.json'), '{"private":true}')
  const installed = spawnSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', JSII], { cwd: tool, encoding: 'utf8' })
  if (installed.status !== 0) {
    console.log(`Not checked: ${JSII} cannot be installed.\n${installed.stderr}`)
    return 0
  }
  const core = join(directory, 'core')
  for (const source of ['lib', 'checks']) cpSync(join(ROOT, source), join(core, source), { recursive: true })
  writeFileSync(join(core, 'lib/index.ts'), withoutTypeScriptOnly(readFileSync(join(core, 'lib/index.ts'), 'utf8')))
  writeFileSync(join(core, 'package.json'), JSON.stringify(corePackage()))
  writeFileSync(join(core, 'README.md'), '')
  symlinkSync(join(ROOT, 'node_modules'), join(core, 'node_modules'))
  // The peers are there, as links to the clone's.
  const { status, stdout, stderr } = spawnSync(
    join(tool, 'node_modules/.bin/jsii'),
    ['--silence-warnings', 'metadata/missing-dev-dependency'],
    {
      cwd: core,
      encoding: 'utf8',
    },
  )
  // Without the banner about Node's version.
  const said = `${stdout}${stderr}`.replace(/^!!.*\n/gm, '').trim()
  console.log(said)
  return status ?? 1
}

function withoutTypeScriptOnly(index: string): string {
  const only = TYPESCRIPT_ONLY.map((file) => file.replaceAll('.', '\\.').replaceAll('/', '\\/')).join('|')
  return index.replace(new RegExp(`^export (?:type )?\\{[^}]*\\} from '(?:${only})'\\n`, 'gm'), '')
}

function corePackage(): object {
  const { name, version, peerDependencies, dependencies } = manifest
  const peers = { 'aws-cdk-lib': peerDependencies['aws-cdk-lib'], constructs: peerDependencies['constructs'] }
  return {
    name,
    version,
    description: 'The core constructs',
    license: 'Apache-2.0',
    author: { name: 'Portico' },
    repository: { type: 'git', url: 'https://example.com/portico.git' },
    main: 'lib/index.js',
    types: 'lib/index.d.ts',
    stability: 'experimental',
    peerDependencies: peers,
    dependencies: Object.fromEntries(BUNDLED.map((bundled) => [bundled, dependencies[bundled]])),
    bundledDependencies: BUNDLED,
    jsii: { outdir: 'out', targets: {}, excludeTypescript: ['node_modules'] },
  }
}
