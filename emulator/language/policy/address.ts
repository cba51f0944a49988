import { BlockList, isIP } from 'node:net'

/** Compiles an address or a CIDR block, IPv4 or IPv6; undefined when it is neither. */
export function compileBlock(text: string): ((address: string) => boolean) | undefined {
  const [base = '', prefix] = text.split('/', 2)
  const version = isIP(base)
  if (version === 0) return undefined
  const bits = prefix === undefined ? (version === 4 ? 32 : 128) : Number(prefix)
  if (!Number.isInteger(bits) || bits < 0 || bits > (version === 4 ? 32 : 128)) return undefined
  const family = version === 4 ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  list.addSubnet(base, bits, family)
  return (address) => {
    const given = isIP(address)
    return given !== 0 && list.check(address, given === 4 ? 'ipv4' : 'ipv6')
  }
}
