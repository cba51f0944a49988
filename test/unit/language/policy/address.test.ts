import { BlockList, isIP } from 'node:net'
import fc from 'fast-check'
import { compileBlock } from '../../../../emulator/language/policy/address'

test.each<[string, string, boolean]>([
  ['192.0.2.128/25', '192.0.2.128', true],
  ['192.0.2.128/25', '192.0.2.127', false],
  ['10.1.2.3/8', '10.255.0.1', true],
  ['0.0.0.0/0', '203.0.113.9', true],
  ['0.0.0.0/0', '::1', false],
  ['::/0', '2001:db8::1', true],
  ['::1', '0:0:0:0:0:0:0:1', true],
  ['2001:db8:a::/47', '2001:DB8:B:ffff::', true],
  ['2001:db8:a::/47', '2001:db8:c::', false],
  ['::ffff:192.0.2.0/120', '::ffff:c000:0207', true],
  ['fe80::/10', 'fe80::1%eth0', true],
])('%s holds %s: %s', (block, address, expected) => {
  expect(compileBlock(block)?.(address)).toBe(expected)
})

test.each(['', 'a', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/-1', '10.0.0.0/8/8', '10.0.0.0/0x8', '10.0.0', '::/129', '2001:db8::/x'])(
  '%j is no block',
  (text) => {
    expect(compileBlock(text)).toBeUndefined()
  },
)

test('the answers are those of node:net', () => {
  const property = (address: fc.Arbitrary<string>, family: 'ipv4' | 'ipv6', most: number) =>
    fc.property(address, address, fc.nat(most), fc.boolean(), (base, other, bits, same) => {
      const given = same ? base : other
      fc.pre(isIP(base) !== 0 && isIP(given) !== 0)
      const list = new BlockList()
      list.addSubnet(base, bits, family)
      expect(compileBlock(`${base}/${bits}`)?.(given)).toBe(list.check(given, family))
    })
  fc.assert(property(fc.ipV4(), 'ipv4', 32))
  fc.assert(property(fc.ipV6(), 'ipv6', 128))
})
