/** A filter pattern, ready to be asked. */
export interface FilterPattern {
  /** Whether the message of an event matches. */
  matches(message: string): boolean
  /** What the pattern names, and the message has: `$.status` or `$ip` to its text. */
  values(message: string): Record<string, string>
  /** What a selector (`$.latency`, `$bytes`) finds in a message; undefined when it is nothing. */
  read(selector: string, message: string): string | undefined
}
