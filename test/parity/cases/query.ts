import { ECHO } from '../../support/rest-template'
import { type Case, documented, type Given, recorded, type Source, uncertain } from '../case'

const given: Given = { routes: { 'GET /q': { fn: 'Echo' } }, functions: { Echo: ECHO } }

const read = (what: string, query: string, single: unknown, multi: unknown, source: Source): Case => ({
  id: `rest.query.${what}`,
  given,
  when: { path: `/q${query}` },
  then: { status: 200, json: { queryStringParameters: single, multiValueQueryStringParameters: multi } },
  source,
})

const QUERY = recorded('facts/01, section 2')
const KNOWN = documented('docs: api-gateway-known-issues')

export const QUERIES: readonly Case[] = [
  read('none-is-null', '', null, null, recorded('facts/02, section 1')),
  read('one', '?a=1', { a: '1' }, { a: ['1'] }, QUERY),
  read('repeated-name', '?a=1&a=2', { a: '2' }, { a: ['1', '2'] }, QUERY),
  read('repeated-name-keeps-its-order', '?a=3&b=x&a=1&a=2', { a: '2', b: 'x' }, { a: ['3', '1', '2'], b: ['x'] }, QUERY),
  read('plus-is-a-space', '?a=x+y', { a: 'x y' }, { a: ['x y'] }, QUERY),
  read('encoded-plus', '?a=x%2By', { a: 'x+y' }, { a: ['x+y'] }, QUERY),
  read('encoded-space', '?a=x%20y', { a: 'x y' }, { a: ['x y'] }, QUERY),
  read('encoded-ampersand', '?a=x%26b%3Dy', { a: 'x&b=y' }, { a: ['x&b=y'] }, QUERY),
  read('utf-8', '?a=%C3%A9', { a: 'é' }, { a: ['é'] }, QUERY),
  read('encoded-name', '?a%20b=1', { 'a b': '1' }, { 'a b': ['1'] }, QUERY),
  read('names-are-case-sensitive', '?a=1&A=2', { a: '1', A: '2' }, { a: ['1'], A: ['2'] }, KNOWN),
  read('semicolon-splits', '?a=1;b=2', { a: '1', b: '2' }, { a: ['1'], b: ['2'] }, KNOWN),
  read('equals-sign-in-a-value', '?a=b=c', { a: 'b=c' }, { a: ['b=c'] }, uncertain('facts/01, section 2')),
  read('empty-value', '?a=', { a: '' }, { a: [''] }, uncertain('facts/01, section 2')),
  read('name-without-value', '?a', { a: '' }, { a: [''] }, uncertain('facts/01, section 2')),
  read('slash-and-colon', '?a=http://x/y', { a: 'http://x/y' }, { a: ['http://x/y'] }, uncertain('facts/01, section 2')),
]
