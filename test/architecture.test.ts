import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

/** The layers of emulator/README.md, lowest first: a file imports its own layer or a lower one. */
const LAYERS = [
  'base',
  'language',
  'model',
  'store',
  'observe',
  'runner',
  'gateway',
  'services',
  'cost',
  'assembly',
  'protocols',
  'server',
  'emulator-options.ts',
  'emulator.ts',
  'dashboard',
  'testing',
  'cli',
  'index.ts',
] as const

/** Data tables may be longer than code. */
const LONGEST = 250
const DATA_FILES = new Set<string>([])
const VAGUE_NAMES = /^(utils?|helpers?|common|misc)(\.ts)?$/
/** Time, ids and chance come from two files, so that a test can own them. */
const BANNED: readonly [RegExp, string][] = [
  [/\bDate\.now\b/, 'Date.now'],
  [/\bnew Date\(\s*\)/, 'new Date()'],
  [/\bperformance\.now\b/, 'performance.now'],
  [/\bset(Timeout|Interval)\s*\(/, 'setTimeout/setInterval'],
  [/\bMath\.random\b/, 'Math.random'],
  [/\brandomUUID\b/, 'randomUUID'],
  [/\bnew Function\b|\beval\s*\(/, 'eval'],
]
const MAY_USE_BANNED = new Set(['emulator/base/clock.ts', 'emulator/base/ids.ts'])

const root = resolve(__dirname, '..')
const sources = ['emulator', 'lib', 'lambda', 'bin', 'checks'].flatMap((folder) => walk(join(root, folder)))

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return walk(path)
    return entry.name.endsWith('.ts') ? [relative(root, path)] : []
  })
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const found = [...text.matchAll(/(?:from|import|require)\s*\(?\s*'(\.[^']+)'/g)].map(([, path]) => path as string)
  return found.map((path) => {
    const base = relative(root, resolve(root, dirname(file), path))
    return sources.includes(`${base}.ts`) ? `${base}.ts` : sources.includes(`${base}/index.ts`) ? `${base}/index.ts` : base
  })
}

function layerOf(file: string): number {
  const [, first = ''] = file.split('/')
  return LAYERS.indexOf(first as (typeof LAYERS)[number])
}

test('every file of the emulator is in a layer', () => {
  expect(sources.filter((file) => file.startsWith('emulator/') && file !== 'emulator/options.ts' && layerOf(file) < 0)).toEqual([])
})

test('imports flow one way through the layers', () => {
  const wrong: string[] = []
  for (const file of sources) {
    for (const target of importsOf(file)) {
      const [from, to] = [file.split('/')[0], target.split('/')[0]]
      if (from === 'emulator' && to === 'emulator' && layerOf(target) > layerOf(file))
        wrong.push(`${file} imports ${target}, of a higher layer`)
      if (from === 'emulator' && to !== 'emulator' && to !== 'checks') wrong.push(`${file} imports ${target}, outside the emulator`)
      if (from === 'lib' && to !== 'lib' && to !== 'checks') wrong.push(`${file} imports ${target}: the template is the only contract`)
      if (from === 'checks' && to !== 'checks') wrong.push(`${file} imports ${target}: checks know nothing but templates`)
      if (from === 'lambda' && to !== 'lambda') wrong.push(`${file} imports ${target}: handlers import neither lib nor emulator`)
      if (layerOf(file) === LAYERS.indexOf('gateway') && /emulator\/runner\//.test(target))
        wrong.push(`${file} imports ${target}: the gateway has the port Invoke`)
    }
  }
  expect(wrong).toEqual([])
})

test('no import cycles', () => {
  const state = new Map<string, 'open' | 'done'>()
  const cycles: string[] = []
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return
    if (state.get(file) === 'open') {
      cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
      return
    }
    state.set(file, 'open')
    for (const target of importsOf(file)) if (sources.includes(target)) visit(target, [...path, file])
    state.set(file, 'done')
  }
  for (const file of sources) visit(file, [])
  expect(cycles).toEqual([])
})

test('time, ids and chance are used in two files only; no eval; no export *', () => {
  const wrong: string[] = []
  for (const file of sources) {
    const text = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
    if (/^export \*/m.test(text)) wrong.push(`${file}: export *`)
    if (!file.startsWith('emulator/') || MAY_USE_BANNED.has(file)) continue
    for (const [pattern, name] of BANNED) if (pattern.test(text)) wrong.push(`${file}: ${name}`)
  }
  expect(wrong).toEqual([])
})

test(`files are at most ${LONGEST} lines and are named after what they hold`, () => {
  const wrong: string[] = []
  for (const file of sources) {
    if (file.split('/').some((part) => VAGUE_NAMES.test(part))) wrong.push(`${file}: a vague name`)
    const lines = readFileSync(join(root, file), 'utf8').split('\n').length - 1
    if (lines > LONGEST && !DATA_FILES.has(file)) wrong.push(`${file}: ${lines} lines`)
  }
  expect(wrong).toEqual([])
})
