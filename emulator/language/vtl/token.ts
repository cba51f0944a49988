/** The kinds of tokens of Velocity 1.7's grammar that the parser tells apart. */
export type TokenKind =
  | 'EOF'
  | 'TEXT'
  | 'ESCAPE'
  | 'DOUBLE_ESCAPE'
  | 'ESCAPE_DIRECTIVE'
  | 'EMPTY_INDEX'
  | 'SET'
  | 'IF'
  | 'ELSEIF'
  | 'ELSE'
  | 'END'
  | 'WORD'
  | 'BRACKETED_WORD'
  | 'LINE_COMMENT'
  | 'LINE_COMMENT_END'
  | 'BLOCK_COMMENT'
  | 'TEXTBLOCK'
  | 'IDENTIFIER'
  | 'DOT'
  | 'LCURLY'
  | 'RCURLY'
  | 'LEFT_CURLEY'
  | 'RIGHT_CURLEY'
  | 'LPAREN'
  | 'RPAREN'
  | 'REFMOD2_RPAREN'
  | 'INDEX_LBRACKET'
  | 'INDEX_RBRACKET'
  | 'LBRACKET'
  | 'RBRACKET'
  | 'COMMA'
  | 'COLON'
  | 'DOUBLEDOT'
  | 'WHITESPACE'
  | 'STRING'
  | 'INTEGER'
  | 'FLOAT'
  | 'TRUE'
  | 'FALSE'
  | 'MINUS'
  | 'PLUS'
  | 'MULTIPLY'
  | 'DIVIDE'
  | 'MODULUS'
  | 'AND'
  | 'OR'
  | 'LT'
  | 'LE'
  | 'GT'
  | 'GE'
  | 'EQ'
  | 'NE'
  | 'NOT'
  | 'EQUALS'

/** A token of a template. */
export interface Token {
  readonly kind: TokenKind
  readonly image: string
  /** The `$`, `#` and `\` that stand in front of it and turned out to begin nothing; printed with text. */
  readonly special: string
  /** Where it begins in the template. */
  readonly offset: number
}

/** The states of the scanner: what a character means depends on where it stands. */
export type LexState =
  | 'DEFAULT'
  | 'REFERENCE'
  | 'REFMODIFIER'
  | 'REFMOD2'
  | 'REFINDEX'
  | 'PRE_DIRECTIVE'
  | 'DIRECTIVE'
  | 'IN_LINE_COMMENT'
  | 'IN_FORMAL_COMMENT'
  | 'IN_BLOCK_COMMENT'
  | 'IN_TEXTBLOCK'

/** What the scanner looks for beyond tokens: beginnings that continue in another state, and characters that end a state. */
export type MatchKind = TokenKind | MoreKind | 'SKIP_ANY' | 'REFERENCE_TERMINATOR' | 'DIRECTIVE_TERMINATOR'

type MoreKind = 'MORE_DOLLAR' | 'MORE_TEXTBLOCK' | 'MORE_FORMAL_COMMENT' | 'MORE_BLOCK_COMMENT' | 'MORE_HASH' | 'MORE_ANY'

/** Whether what was matched is only the beginning of a token. */
export function isMore(kind: MatchKind): kind is MoreKind {
  return kind.startsWith('MORE_')
}

type Rule = readonly [MatchKind, RegExp]

const SET: Rule = ['SET', /[ \t]*(?:#set|#\{set\})[ \t]*\(/y]
const EVERYWHERE: readonly Rule[] = [
  ['MORE_DOLLAR', /\\*\$(?:\\*!)?/y],
  ['MORE_TEXTBLOCK', /#\[\[/y],
  ['MORE_FORMAL_COMMENT', /#\*\*[^#]/y],
  ['MORE_BLOCK_COMMENT', /#\*/y],
  ['MORE_HASH', /#/y],
  ['LINE_COMMENT', /##/y],
]
const BOOLEANS: readonly Rule[] = [
  ['TRUE', /true/y],
  ['FALSE', /false/y],
]
const IDENTIFIERS: readonly Rule[] = [
  ['IDENTIFIER', /[A-Za-z_][A-Za-z0-9_-]*/y],
  ['DOT', /\.[A-Za-z]/y],
]
const REFERENCE_ENDS: readonly Rule[] = [
  ['LCURLY', /\{/y],
  ['RCURLY', /\}/y],
]
const TERMINATOR: Rule = ['REFERENCE_TERMINATOR', /[\s\S]/y]
const EMPTY_INDEX: Rule = ['EMPTY_INDEX', /\$(?:\\?!)?\[/y]
const BRACKETS: readonly Rule[] = [
  ['LBRACKET', /\[/y],
  ['RBRACKET', /\]/y],
  ['COMMA', /,/y],
  ['DOUBLEDOT', /\.\./y],
  ['COLON', /:/y],
  ['LEFT_CURLEY', /\{/y],
  ['RIGHT_CURLEY', /\}/y],
]
const WHITESPACE: Rule = ['WHITESPACE', /[ \t\n\r]+/y]
// A quote is written twice within a string; a backslash escapes nothing (facts/14). The scanner finds the end itself: see `stringEnd`.
const STRING: Rule = ['STRING', /["']/y]
const NUMBERS: readonly Rule[] = [
  ['INTEGER', /-?\d+(?:\.\.)?/y],
  ['FLOAT', /-?\d+\.\d*(?:[eE][+-]?\d+)?|-?\.\d+(?:[eE][+-]?\d+)?|-?\d+[eE][+-]?\d+/y],
]
const WORDS: readonly Rule[] = [
  ['WORD', /[A-Za-z_@][A-Za-z0-9_@]*/y],
  ['BRACKETED_WORD', /\{[A-Za-z_][A-Za-z0-9_@]*\}/y],
]
const OPERATORS: readonly Rule[] = [
  ['MINUS', /-/y],
  ['PLUS', /\+/y],
  ['MULTIPLY', /\*/y],
  ['DIVIDE', /\//y],
  ['MODULUS', /%/y],
  ['AND', /&&|and/y],
  ['OR', /\|\||or/y],
  ['LE', /<=|le/y],
  ['LT', /<|lt/y],
  ['GE', />=|ge/y],
  ['GT', />|gt/y],
  ['EQ', /==|eq/y],
  ['NE', /!=|ne/y],
  ['NOT', /!|not/y],
  ['EQUALS', /=/y],
]

/** The rules of each state. The longest match wins; of matches of one length the first. */
export const RULES: Readonly<Record<LexState, readonly Rule[]>> = {
  DEFAULT: [
    ['ESCAPE_DIRECTIVE', /(?:\\\\)*\\#(?:[A-Za-z_@][A-Za-z0-9_@]*|\{[A-Za-z_][A-Za-z0-9_@]*\})/y],
    SET,
    ...EVERYWHERE,
    ['DOUBLE_ESCAPE', /\\\\/y],
    ['ESCAPE', /\\/y],
    ['TEXT', /[^$#\\]+/y],
    EMPTY_INDEX,
  ],
  REFERENCE: [['INDEX_LBRACKET', /\[/y], SET, ...EVERYWHERE, ...BOOLEANS, ...IDENTIFIERS, ...REFERENCE_ENDS, TERMINATOR, EMPTY_INDEX],
  REFMODIFIER: [
    ['INDEX_LBRACKET', /\[/y],
    ['LPAREN', /\(/y],
    SET,
    ...EVERYWHERE,
    ...BOOLEANS,
    ...IDENTIFIERS,
    ...REFERENCE_ENDS,
    TERMINATOR,
  ],
  REFMOD2: [...BRACKETS, ['REFMOD2_RPAREN', /\)/y], SET, ...EVERYWHERE, WHITESPACE, STRING, ...BOOLEANS, ...NUMBERS, ...IDENTIFIERS],
  REFINDEX: [['INDEX_RBRACKET', /\]/y], ...EVERYWHERE, WHITESPACE, STRING, ...BOOLEANS, ...NUMBERS],
  PRE_DIRECTIVE: [
    ...EVERYWHERE,
    ['END', /(?:end|\{end\})(?:[ \t]*(?:\r\n|\n|\r))?/y],
    ['IF', /if|\{if\}/y],
    ['ELSEIF', /elseif|\{elseif\}/y],
    ['ELSE', /(?:else|\{else\})(?:[ \t]*(?:\r\n|\n|\r))?/y],
    ...NUMBERS,
    ...WORDS,
    ['DIRECTIVE_TERMINATOR', /[\s\S]/y],
  ],
  DIRECTIVE: [
    ...BRACKETS,
    ['LPAREN', /\(/y],
    // A closing bracket takes the blanks and the line end behind it.
    ['RPAREN', /\)(?:[ \t]*(?:\r\n|\n|\r))?/y],
    ...EVERYWHERE,
    WHITESPACE,
    STRING,
    ...BOOLEANS,
    ...OPERATORS,
    ...NUMBERS,
    ...WORDS,
  ],
  IN_LINE_COMMENT: [...EVERYWHERE, ['LINE_COMMENT_END', /\r\n|\n|\r/y], ['SKIP_ANY', /[^$#\\\r\n]+|[\s\S]/y]],
  IN_FORMAL_COMMENT: [...EVERYWHERE, ['BLOCK_COMMENT', /\*#/y], ['SKIP_ANY', /[\s\S]/y]],
  IN_BLOCK_COMMENT: [...EVERYWHERE, ['BLOCK_COMMENT', /\*#/y], ['SKIP_ANY', /[\s\S]/y]],
  IN_TEXTBLOCK: [...EVERYWHERE, ['TEXTBLOCK', /\]\]#/y], ['MORE_ANY', /[^$#\\\]]+|[\s\S]/y]],
}

/** Where a string ends that begins here: behind its last possible closing quote, doubled quotes being part of it; `start` if there is none. */
export function stringEnd(text: string, start: number): number {
  const quote = text[start] as string
  let end = start
  let at = start + 1
  for (;;) {
    at = text.indexOf(quote, at)
    if (at < 0) return end
    end = at + 1
    if (text[end] !== quote) return end
    at = end + 1
  }
}

/** Of what turned out to begin nothing, the signs that are printed. */
export function marks(image: string): string {
  return (image.match(/\\*\$|#/g) ?? []).join('')
}
