import type { Readable } from 'node:stream'

/** The longest line that is kept whole; what is longer comes in pieces, as Lambda splits events at 256 KB. */
const LONGEST_LINE = 262_144

/** Gives each line of a process's output to `line`. What is left without an end of line is given when the output ends. */
export function readLines(output: Readable, line: (text: string) => void): void {
  let rest = ''
  output.setEncoding('utf8')
  output.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const each of lines) line(each)
    if (rest.length > LONGEST_LINE) {
      line(rest)
      rest = ''
    }
  })
  output.on('end', () => {
    if (rest !== '') line(rest)
    rest = ''
  })
  output.on('error', () => {})
}

const HEADER = 16
const LENGTH = 4
const TIME = 8

/**
 * The frames that AWS's runtime clients write to `_LAMBDA_TELEMETRY_LOG_FD`, so that a message of several lines stays one: a type, the
 * length of the message (four bytes each), the time in microseconds (eight), the message.
 */
export function readFrames(output: Readable, frame: (at: number, text: string) => void): void {
  let rest: Buffer = Buffer.alloc(0)
  output.on('data', (piece: Buffer) => {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    while (rest.length >= HEADER) {
      const end = HEADER + rest.readUInt32BE(LENGTH)
      if (rest.length < end) return
      frame(Number(rest.readBigInt64BE(TIME) / 1000n), rest.toString('utf8', HEADER, end).replace(/\n$/, ''))
      rest = rest.subarray(end)
    }
  })
  output.on('error', () => {})
}
