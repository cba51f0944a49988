import { EVIDENCE } from './case'
import { AREAS, CASES } from './cases/index'

/** How many cases each area has, by evidence: the table of the README. */
export function ledgerTable(): string {
  const row = (name: string, cases: typeof CASES) => {
    const counts = EVIDENCE.map((evidence) => cases.filter(({ source }) => source.evidence === evidence).length)
    return `| ${[name, ...counts, cases.length].join(' | ')} |`
  }
  const head = [`| area | ${EVIDENCE.join(' | ')} | cases |`, `|---|${EVIDENCE.map(() => '---|').join('')}---|`]
  return [...head, ...Object.entries(AREAS).map(([area, cases]) => row(area, cases)), row('all', CASES)].join('\n')
}
