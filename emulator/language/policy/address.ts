import { isIP } from 'node:net'

/** Compiles an address or a CIDR block, IPv4 or IPv6; undefined when it is neither. */
export function compileBlock(text: string): ((address: string) => boolean) | undefined {
  const [base = '', prefix, ...rest] = text.split('/')
  const wanted = bytesOf(base)
  if (wanted === undefined || rest.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix))) return undefined
  const bits = prefix === undefined ? wanted.length * 8 : Number(prefix)
  if (bits > wanted.length * 8) return undefined
  const [whole, mask] = [bits >> 3, 0xff00 >> (bits & 7)]
  return (address) => {
    const given = parsed(address)
    if (given?.length !== wanted.length) return false
    for (let at = 0; at < whole; at++) if (given[at] !== wanted[at]) return false
    return (bits & 7) === 0 || (((given[whole] as number) ^ (wanted[whole] as number)) & mask & 0xff) === 0
  }
}

/** A request's address is held against one block after the other. */
let last: { readonly address: string; readonly bytes: readonly number[] | undefined } = { address: '', bytes: undefined }

function parsed(address: string): readonly number[] | undefined {
  if (last.address !== address) last = { address, bytes: bytesOf(address) }
  return last.bytes
}

function bytesOf(address: string): number[] | undefined {
  switch (isIP(address)) {
    case 4:
      return address.split('.').map(Number)
    case 6:
      return bytesOfV6(address)
    default:
      return undefined
  }
}

/** `::` stands for as many zeros as are missing; the last two groups may be written as IPv4. */
function bytesOfV6(address: string): number[] {
  const [front = '', back] = (address.split('%', 1)[0] as string).split('::')
  const [head, tail] = [groups(front), back === undefined ? [] : groups(back)]
  return [...head, ...Array<number>(16 - head.length - tail.length).fill(0), ...tail]
}

function groups(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => {
    if (group.includes('.')) return group.split('.').map(Number)
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 0xff]
  })
}
