import type { TextTransformation } from '@aws-sdk/client-wafv2'

type Transform = (text: string) => string

const ENTITIES: Readonly<Record<string, string>> = { quot: '"', nbsp: '\u00A0', lt: '<', gt: '>', amp: '&', apos: "'" }

/** The text transformations of AWS WAF that are emulated, by AWS's name (WAF developer guide, "Text transformations"). Texts are bytes, as latin1. */
const TRANSFORMATIONS: Readonly<Record<string, Transform>> = {
  NONE: (text) => text,
  LOWERCASE: (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  UPPERCASE: (text) => text.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  TRIM: (text) => text.trim(),
  TRIM_LEFT: (text) => text.trimStart(),
  TRIM_RIGHT: (text) => text.trimEnd(),
  COMPRESS_WHITE_SPACE: (text) => text.replace(/[\f\t\n\r\v\u00A0 ]+/g, ' '),
  REMOVE_WHITESPACE: (text) => text.replace(/[\f\t\n\r\v\u00A0 ]+/g, ''),
  REMOVE_NULLS: (text) => text.replaceAll('\0', ''),
  REPLACE_NULLS: (text) => text.replaceAll('\0', ' '),
  REPLACE_COMMENTS: (text) => text.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, ' '),
  URL_DECODE: urlDecode,
  URL_DECODE_UNI: (text) =>
    urlDecode(text.replace(/%u([0-9a-f]{4})/gi, (_all, code: string) => latin1(String.fromCharCode(Number.parseInt(code, 16))))),
  HTML_ENTITY_DECODE: htmlDecode,
  BASE64_DECODE: (text) => (/^[A-Za-z0-9+/]*={0,2}$/.test(text) ? base64Decode(text) : text),
  BASE64_DECODE_EXT: (text) => base64Decode(text.replace(/[^A-Za-z0-9+/]/g, '')),
  HEX_DECODE: (text) => (/^(?:[0-9a-f]{2})+$/i.test(text) ? Buffer.from(text, 'hex').toString('latin1') : text),
  SQL_HEX_DECODE: (text) => text.replace(/0x((?:[0-9a-f]{2})+)/gi, (_all, digits: string) => Buffer.from(digits, 'hex').toString('latin1')),
  CMD_LINE: (text) =>
    text
      .replace(/[\\"'^]/g, '')
      .replace(/\s+(?=[/(])/g, '')
      .replace(/[,;]/g, ' ')
      .replace(/\s+/g, ' ')
      .toLowerCase(),
  NORMALIZE_PATH: normalizePath,
  NORMALIZE_PATH_WIN: (text) => normalizePath(text.replaceAll('\\', '/')),
}

/** What transformations do together, in the order of their priorities, and the names of those that are not emulated: these do nothing. */
export function compileTransformations(list: readonly TextTransformation[] | undefined): { apply: Transform; missing: string[] } {
  const names = [...(list ?? [])].sort((a, b) => (a.Priority ?? 0) - (b.Priority ?? 0)).map(({ Type = 'NONE' }) => String(Type))
  const steps = names.flatMap((name) => (name === 'NONE' ? [] : (TRANSFORMATIONS[name] ?? [])))
  return {
    apply: steps.length === 0 ? (text) => text : (text) => steps.reduce((before, step) => step(before), text),
    missing: names.filter((name) => TRANSFORMATIONS[name] === undefined),
  }
}

function latin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

function urlDecode(text: string): string {
  return text.replaceAll('+', ' ').replace(/%([0-9a-f]{2})/gi, (_all, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
}

function htmlDecode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));?/gi, (all, hex: string, decimal: string, name: string) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? all
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0x10ffff ? all : code < 256 ? String.fromCharCode(code) : latin1(String.fromCodePoint(code))
  })
}

function base64Decode(text: string): string {
  return Buffer.from(text, 'base64').toString('latin1')
}

/** Doubled slashes, and references to a place itself or the one above it, that are not at the beginning. */
function normalizePath(text: string): string {
  const parts: string[] = []
  for (const part of text.split(/\/+/)) {
    if (part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '' && parts.at(-1) !== '..') parts.pop()
    else if (part !== '..' || parts.at(-1) !== '') parts.push(part)
  }
  return parts.join('/')
}
