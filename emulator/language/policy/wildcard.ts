/** Stand in a pattern for the characters themselves: what a policy's variable brings in is no wildcard. */
const LITERAL: Readonly<Record<string, string>> = { '\uE02A': '*', '\uE03F': '?' }

/** A text as a part of a pattern that matches nothing but the text. */
export function literally(text: string): string {
  return text.replaceAll('*', '\uE02A').replaceAll('?', '\uE03F')
}

/**
 * Compiles a pattern of the policy language: `*` is any text, `?` any one character, everything else itself. Runs in time
 * proportional to pattern times text, whatever the pattern.
 */
export function compileWildcard(pattern: string): (text: string) => boolean {
  if (pattern === '*') return () => true
  if (!/[*?]/.test(pattern)) {
    const plain = pattern.replace(/[\uE02A\uE03F]/g, (character) => LITERAL[character] ?? character)
    return (text) => text === plain
  }
  return (text) => matches(pattern, text)
}

function matches(pattern: string, text: string): boolean {
  let at = 0
  let read = 0
  let star = -1
  let resume = 0
  while (read < text.length) {
    if (at < pattern.length && pattern[at] === '*') {
      star = at++
      resume = read
    } else if (at < pattern.length && (pattern[at] === '?' || (LITERAL[pattern[at] as string] ?? pattern[at]) === text[read])) {
      at++
      read++
    } else if (star >= 0) {
      at = star + 1
      read = ++resume
    } else return false
  }
  while (pattern[at] === '*') at++
  return at === pattern.length
}

/** Compiles an ARN pattern as `ArnLike` has it: the six parts each match for themselves, so that a `*` stays in its part, but for one that stands alone. */
export function compileArnPattern(pattern: string): (arn: string) => boolean {
  if (pattern === '*') return () => true
  const parts = split(pattern).map(compileWildcard)
  return (arn) => {
    const given = split(arn)
    return given.length === parts.length && parts.every((part, at) => part(given[at] as string))
  }
}

function split(arn: string): string[] {
  const parts = arn.split(':')
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')]
}
