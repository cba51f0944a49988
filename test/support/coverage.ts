import { SERVICES } from '../../emulator/protocols/services'

/** How many operations of each served service have a handler, counted from the code: the table of the README. */
export function coverageTable(): string {
  const rows = SERVICES.map(({ service, client }) => {
    const all = Object.keys(client()).filter((name) => /^[A-Z].*Command$/.test(name) && name !== 'Command')
    const served = Object.keys(service.operations as object)
    return `| ${service.name} | ${served.length} of ${all.length} |`
  })
  return ['| service | operations served |', '|---|---|', ...rows.sort()].join('\n')
}
