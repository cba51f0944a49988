import { inflateSync } from 'node:zlib'

/** The points of a PNG of true colours whose rows are not filtered. Throws for anything else. */
export function decodePng(png: Uint8Array) {
  const bytes = Buffer.from(png)
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  const parts: Record<string, Buffer> = {}
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    parts[bytes.toString('latin1', at + 4, at + 8)] = bytes.subarray(at + 8, at + 8 + length)
    at += length + 12
  }
  const header = parts['IHDR'] as Buffer
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  expect([...header.subarray(8)]).toEqual([8, 2, 0, 0, 0])
  const rows = inflateSync(parts['IDAT'] as Buffer)
  expect(rows).toHaveLength(height * (width * 3 + 1))
  const pixel = (x: number, y: number) => `#${rows.toString('hex', y * (width * 3 + 1) + 1 + x * 3, y * (width * 3 + 1) + 4 + x * 3)}`
  const byColour = new Map<string, [number, number][]>()
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = pixel(x, y)
      const known = byColour.get(colour)
      if (known === undefined) byColour.set(colour, [[x, y]])
      else known.push([x, y])
    }
  }
  /** The points that have a colour, row by row. */
  const where = (colour: string): readonly [number, number][] => byColour.get(colour) ?? []
  return { width, height, pixel, where, ends: parts['IEND'] !== undefined }
}

export type DecodedPng = ReturnType<typeof decodePng>
