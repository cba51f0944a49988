/**
 * What Fn::Cidr answers: `count` blocks one after the other inside a block, each with `bits` host bits (AWS's "subnet bits");
 * undefined when the arguments are wrong or the blocks do not fit. IPv4 and IPv6.
 */
export function cidrBlocks(block: string, count: number, bits?: number): string[] | undefined {
  const [address, prefixText] = block.split('/')
  const v6 = address?.includes(':') === true
  const width = v6 ? 128 : 32
  const prefix = Number(prefixText)
  const start = v6 ? parseV6(address as string) : parseV4(address ?? '')
  if (start === undefined || prefixText === undefined || !Number.isInteger(prefix) || prefix < 0 || prefix > width) return undefined
  if (!Number.isInteger(count) || count < 1 || count > 256) return undefined
  const hostBits = bits ?? (v6 ? 64 : Math.floor((width - prefix) / 2))
  if (!Number.isInteger(hostBits) || hostBits < 0 || width - hostBits < prefix) return undefined
  const size = 1n << BigInt(hostBits)
  const base = (start >> BigInt(width - prefix)) << BigInt(width - prefix)
  if (BigInt(count) * size > 1n << BigInt(width - prefix)) return undefined
  return Array.from({ length: count }, (_, i) => {
    const at = base + BigInt(i) * size
    return `${v6 ? formatV6(at) : formatV4(at)}/${width - hostBits}`
  })
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n)
}

function parseV6(text: string): bigint | undefined {
  const [head, tail, ...more] = text.split('::')
  const groups = (side: string | undefined) => (side === undefined || side === '' ? [] : side.split(':'))
  const [left, right] = [groups(head), groups(tail)]
  const gap = tail === undefined ? 0 : 8 - left.length - right.length
  const all = [...left, ...Array<string>(Math.max(gap, 0)).fill('0'), ...right]
  if (more.length > 0 || all.length !== 8 || !all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined
  return all.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n)
}

function formatV4(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.')
}

function formatV6(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((address >> BigInt(112 - 16 * i)) & 0xffffn).toString(16))
  const text = groups.join(':')
  // The longest run of zero groups is written as '::'.
  const runs = [...text.matchAll(/\b0(?::0)+\b/g)].sort((a, b) => b[0].length - a[0].length)
  const run = runs[0]
  if (run === undefined) return text
  return `${text.slice(0, run.index).replace(/:$/, '')}::${text.slice(run.index + run[0].length).replace(/^:/, '')}`
}
