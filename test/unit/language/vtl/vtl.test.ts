import { TemplateError, TemplateSyntaxError } from '../../../../emulator/language/vtl/errors'
import { HostObject } from '../../../../emulator/language/vtl/host-object'
import { JMap } from '../../../../emulator/language/vtl/values'
import { compileVtl } from '../../../../emulator/language/vtl/vtl'
import { cpuClock } from '../../../support/cpu-time'
import { mapOf, surround } from './service-context'

const nothing = { params: { path: {}, querystring: {}, header: {} }, context: {}, stageVariables: {} }

function render(template: string, body = '{}'): string {
  return compileVtl(template).render(surround({ ...nothing, body }))
}

function failure(template: string, body = '{}'): TemplateError {
  try {
    render(template, body)
  } catch (error) {
    if (error instanceof TemplateError) return error
    throw error
  }
  throw new Error('the template did not fail')
}

describe('what Velocity 1.7 prints', () => {
  test.each([
    ['$!', 'in front of a comment a sign stays', '$## c\nx', '$x'],
    ['loops', 'the names of a loop come back after an inner one', '#foreach($i in [1,2])#foreach($i in [7])$i#end$i #end', '71 72 '],
    [
      'loops',
      '#break takes the scope of an outer loop',
      '#foreach($i in [1..3])#foreach($j in [1..3])$i$j #break($foreach.parent)#end#end',
      '11 ',
    ],
    ['loops', 'a map that grows at its last entry goes on', "#set($m={'a':1})#foreach($k in $m.keySet())#set($x=$m.put('b',2))$k#end", 'a'],
    ['sets', 'a sum without value changes nothing', "#set($a='old')#set($a=1/0)$a", 'old'],
    ['sets', 'an entry of a map', "#set($m={'a':1})#foreach($e in $m.entrySet())#set($e.value=2)#end$m", '{a=2}'],
    ['lists', 'remove(0) takes an index, remove of a text an element', "#set($l=['a','b','c'])$l.remove(0)$l.remove('c')$l", 'atrue[b]'],
    ['lists', 'a set has no index', "#set($m={'a':1})[$m.keySet().get(0)][$m.keySet()[0]]", '[][]'],
    ['strings', 'replacements with groups', "#set($s='2024-05')$s.replaceAll('(\\d+)-(\\d+)','$2/${1}')", undefined],
    ['strings', 'an empty replacement stands between all', "#set($s='ab')$s.replace('','-')", '-a-b-'],
    ['strings', 'format', "#set($s='')$s.format('%05d|%-4s|%.2f|%,d|%x', 42, 'ab', 2.5, 1234567, 255)", '00042|ab  |2.50|1,234,567|ff'],
    ['numbers', 'a long stays a long', '#set($x=3000000000)#set($y=$x - 2999999999)$y $y.equals(1)', '1 false'],
    ['numbers', 'the smallest int', '#set($x=-2147483648 - 1)$x', '-2147483649'],
    ['numbers', 'the remainder of a BigInteger is not negative', '#set($x=-99999999999999999999 % 10)$x', '1'],
    ['macros', 'backslashes in front of a known macro escape', '#macro(hi)x#end\\#hi()|\\#ho()', '#hi()|\\#ho()'],
    [
      'arrays',
      'parsed arrays print as JSON and escape slashes',
      '#set($l=$util.parseJson(\'["a/b",{"c":1.0}]\'))$l',
      '["a\\/b",{"c":1.0}]',
    ],
  ])('%s: %s', (_, __, template, expected) => {
    if (expected === undefined) expect(failure(template).type).toBe('IllegalArgumentException')
    else expect(render(template)).toBe(expected)
  })
})

describe('regular expressions', () => {
  test.each([
    ["$m.matches('[a-z]+(-\\d+)*')", 'ab-1-22', 'true'],
    ["$m.replaceAll('(\\w)-(\\d+)', '$2<$1>')", 'ab-1,c-22', 'a1<b>,22<c>'],
    ["$m.replaceAll('(?<n>\\d)', '[${n}]')", 'a1b2', 'a[1]b[2]'],
    ["$m.replaceFirst('x*', '-')", 'axx', '-axx'],
    ["$m.replaceAll('x*', '-')", 'axxb', '-a--b-'],
    [`$m.replaceAll('"', '\\\\"')`, 'a"b', 'a\\"b'],
    ["#foreach($part in $m.split(',\\s*'))[$part]#end", 'a, b,,c,,', '[a][b][][c]'],
    ["#foreach($part in $m.split('', 3))[$part]#end", 'abcd', '[a][b][cd]'],
  ])('%s of %j', (template, text, expected) => {
    expect(compileVtl(template).render({ get: () => text })).toBe(expected)
  })

  test.each(['(', '[a', 'a**', '\\y'])('%j is refused', (pattern) => {
    const context = mapOf({ pattern })
    const render = () => compileVtl('$m.pattern.matches($m.pattern)').render({ get: () => context })
    expect(render).toThrow(expect.objectContaining({ type: 'PatternSyntaxException' }))
  })

  test.each([
    [`#set($s='${'a'.repeat(5_000)}b')$s.matches('(a+)+$')`, 'false'],
    [`#set($s='${'a'.repeat(5_000)}b')$s.replaceAll('(a|aa)+c','').length()`, '5001'],
  ])('those that backtrack for ever are answered', (template, expected) => {
    expect(render(template)).toBe(expected)
  })
})

describe('nothing of JavaScript is reachable', () => {
  const names = [
    'constructor',
    '__proto__',
    'prototype',
    'hasOwnProperty',
    'valueOf',
    'items',
    'kind',
    'at',
    'call',
    'apply',
    'then',
    'toJSON',
  ]
  const subjects = [
    "$util.parseJson('[1]')",
    "$util.parseJson('{}')",
    '$util',
    '$input',
    '$context',
    '$s',
    '$n',
    '$util.parseJson',
    '$s.class',
    '$foreach',
  ]
  test.each(subjects)('of %s', (subject) => {
    const given = "#set($s='x')#set($n=1.5)"
    for (const name of names) {
      expect(render(`${given}#foreach($i in [1])[${subject}['${name}']]#end`)).not.toMatch(/native code|object Object|=>/)
      expect(render(`${given}#set($x=${subject})#foreach($i in [1])[$x['${name}']]#end`)).toBe('[]')
      if (name.startsWith('_')) continue
      expect(render(`${given}#foreach($i in [1])[${subject}.${name}][${subject}.${name}()]#end`)).toBe('[][]')
    }
  })

  test('keys named like members of JavaScript objects are keys', () => {
    expect(render("#set($m={'__proto__':1,'constructor':2})$m.__proto__$m.constructor$m.get('__proto__')")).toBe(
      '$m.__proto__'.length > 0 ? '{__proto__=1, constructor=2}.__proto__21' : '',
    )
  })
})

describe('limits', () => {
  test.each([
    ['ranges', '#foreach($i in [1..30000000])x#end'],
    ['iterations', '#foreach($i in [1..1001])x#end'],
    ['steps', '#foreach($i in [1..900])#foreach($j in [1..900])#foreach($k in [1..900])x#end#end#end'],
    ['backtracking', `#set($s='${'a'.repeat(50_000)}')$s.matches('(a+)\\1+b')`],
    ['backtracking in a search', `#set($s='${'a'.repeat(50_000)}')$s.replaceAll('(a|aa)+\\1c','')`],
    ['strings', '#set($s="xxxxxxxxxx")#foreach($i in [1..900])#set($s="$s$s")#end'],
    ['repeated strings', "#set($s='a')$s.repeat(2000000000)"],
    ['padding', "#set($s='%2000000000d')$s.format($s, 5)"],
    ['lists', '#set($l=[1])#foreach($i in [1..900])#set($x=$l.addAll($l))#end'],
    ['printing of shared values', '#set($l=[1])#foreach($i in [1..40])#set($l=[$l,$l])#end$l'],
    ['values that contain themselves', '#set($l=[1])#set($m=[$l])#set($x=$l.add($m))$l'],
    ['numbers', '#set($n=99999999999)#foreach($i in [1..900])#set($n=$n*$n)#end'],
    ['brackets', `#set($x=${'('.repeat(100_000)}`],
    ['directives', '#if(true)'.repeat(20_000)],
    ['operators', `#set($x=1${'+1'.repeat(20_000)})`],
    ['arguments', '$a.b('.repeat(50_000)],
  ])('%s', (_, template) => {
    const took = cpuClock()
    expect(failure(template)).toBeInstanceOf(TemplateError)
    expect(took()).toBeLessThan(2_000)
  })

  test('long templates are read in time', () => {
    for (const part of ['\\', '$', '#', '$x ', ' ', '"', "'"]) expect(render(`${part.repeat(100_000)}.`)).toBeDefined()
  })

  test('1,000 iterations are allowed', () => {
    expect(render('#foreach($i in [1..1000])x#end')).toHaveLength(1_000)
  })
})

describe('mistakes', () => {
  test('name the place in the template', () => {
    expect(() => compileVtl('a\nb #set($x = ])')).toThrow(expect.objectContaining({ line: 2, column: 13 }))
    expect(() => compileVtl('#if(true)\nx')).toThrow(TemplateSyntaxError)
    expect(failure("a\n#if(true)\n  $input.path('$[')\n#end")).toMatchObject({ line: 3, column: 3 })
    expect(failure('#set($l=[1])\n#set($x = "a $l.get(5)")')).toMatchObject({ line: 2, column: 14 })
    expect(failure('\n#set($l=[1])$l.get(5)')).toMatchObject({ type: 'IndexOutOfBoundsException', line: 2, column: 13 })
  })

  test('a mistake of the emulator passes as it is', () => {
    const broken = new HostObject('Broken', { properties: { x: () => JSON.parse('{') } })
    expect(() => compileVtl('$b.x').render({ get: () => broken })).toThrow(SyntaxError)
  })
})

describe('values that the gateway supplies', () => {
  test('maps in the order of a HashMap', () => {
    const keys = ['cognitoIdentityPoolId', 'accountId', 'cognitoIdentityId', 'caller', 'sourceIp', 'principalOrgId', 'accessKey']
    const recorded = [...keys, 'cognitoAuthenticationType', 'cognitoAuthenticationProvider', 'userArn', 'userAgent', 'user']
    const map = mapOf(Object.fromEntries([...recorded.slice(6), ...recorded.slice(0, 6)].map((key) => [key, null])), { order: 'hash' })
    expect(map.entries().map(({ key }) => key)).toEqual(recorded)
  })

  test('a map with a source is filled when it is asked for, and looks as if it had been all the time', () => {
    const asked: string[] = []
    const source = {
      names: ['stage', 'path', 'apiId'],
      value: (name: string) => {
        asked.push(name)
        return name === 'path' ? new JMap() : source.names.includes(name) ? name.length : undefined
      },
    }
    const context = () => {
      const map = new JMap({}, source)
      return { get: () => map }
    }
    expect(compileVtl('$m.apiId $m.apiId $m.none').render(context())).toBe('5 5 ')
    expect(asked.splice(0)).toEqual(['apiId', 'none'])
    const changed = "#set($m.path.x = 1)$m.put('new', $m.size())$m.remove('stage')|$m.keySet()|$m"
    expect(compileVtl(changed).render(context())).toBe('5|[path, apiId, new]|{path={x=1}, apiId=5, new=3}')
    expect(asked).toEqual(['path', 'stage', 'apiId'])
  })

  test('what a template sets in a map stays there', () => {
    const override = new JMap({ order: 'hash', prints: false })
    const context = new JMap({ order: 'hash' })
    context.put('responseOverride', override)
    const template = compileVtl(
      "#set($context.responseOverride.status = 404)[$context.responseOverride]$context['responseOverride'].status",
    )
    expect(template.render({ get: (name) => (name === 'context' ? context : undefined) })).toBe('[]404')
    expect(override.get('status')).toBe(404)
  })
})

describe('compiled templates', () => {
  test('are compiled once for a text', () => {
    expect(compileVtl('$a.b #set($c = 1)')).toBe(compileVtl(['$a.b', '#set($c = 1)'].join(' ')))
  })

  test('keep nothing from one rendering to the next', () => {
    const template = compileVtl('#set($m = {})$!x#set($x = 1)#set($m.k = 1)#define($d)$x#end$d$m.size()#foreach($i in [1])#end$!i')
    const first = template.render({ get: () => undefined })
    expect([first, template.render({ get: () => undefined })]).toEqual(['11', '11'])
  })
})
