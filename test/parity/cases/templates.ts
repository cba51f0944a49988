import { type Case, documented, type Given, http, recorded, rendering, type Source, uncertain } from '../case'

/** What a case has to render: a text, or nothing but a 500. */
type Rendered = string | 500
type Line = readonly [what: string, template: string, rendered: Rendered, source: Source]

const PLAIN = recorded('facts/14, confirmed to be plain 1.7')
const first = recorded('facts/14, 1')
const truth = recorded('facts/14, 1a')
const inferred = uncertain('facts/14, 1b')
const macro = recorded('facts/14, 2')
const silent = recorded('facts/14, 4')
const users = documented('docs: api-gateway-mapping-template-reference')

/** Templates of responses, rendered without a body. */
const LINES: readonly Line[] = [
  ['undefined-prints-nothing', 'Hello $name!', 'Hello !', first],
  ['undefined-in-braces-prints-nothing', 'Hello ${name}!', 'Hello !', first],
  ['quiet-undefined-prints-nothing', 'Hello $!name!', 'Hello !', first],
  ['undefined-as-a-map-value', "#set($m = {'foo': $none})$m", '{foo=}', first],
  ['undefined-in-a-text', '#set($x = "a${none}b")$x', 'ab', first],
  ['undefined-is-set', '#set($x = 1)#set($x = $none)[$x]', '[]', first],
  ['undefined-equals-null-and-empty', '#if($none == $null)n#end#if($none == "")e#end', 'ne', first],
  ['undefined-is-true', '#if($none)yes#{else}no#end', 'yes', truth],
  ['not-undefined-is-false', '#if(!$none)yes#{else}no#end', 'no', truth],
  ['and-with-undefined', '#if($none && true)yes#{else}no#end', 'yes', truth],
  ['or-with-undefined', '#if(false || $none)yes#{else}no#end', 'yes', truth],
  ['escaped-undefined', '\\$none', '$none', inferred],
  ['void-call-prints-nothing', "#set($m = {})$m.put('k', 'v') [$m.k]", ' [v]', inferred],
  ['number-and-undefined', '#set($x = 1 + $none)$x', '1', uncertain('facts/14, 1c')],
  ['macros-are-swallowed', '#macro(hello $x)Hello $x#end[#hello(5)]', '[#hello(5)]', macro],
  ['evaluate-prints-as-text', "#evaluate('1')", "#evaluate('1')", recorded('facts/14, 3')],
  ['include-fails', "#include('x')", 500, uncertain('facts/14, 6')],
  ['parse-fails', "#parse('x')", 500, uncertain('facts/14, 6')],
  ['context-maps-print-nothing', '[$context.identity][$context.requestOverride]', '[][]', silent],
  ['context-maps-have-keys', '#if($context.identity.keySet().contains("sourceIp"))yes#end', 'yes', silent],
  ['foreach-counts', '#foreach($x in ["a", "b"])$velocityCount$x#end', '1a2b', PLAIN],
  ['foreach-has-next', '#foreach($x in ["a", "b"])$x#if($velocityHasNext),#end#end', 'a,b', PLAIN],
  ['foreach-first-and-last', '#foreach($x in [1, 2, 3])#if($foreach.first)<#end$x#if($foreach.last)>#end#end', '<123>', PLAIN],
  ['foreach-index', '#foreach($x in ["a", "b"])$foreach.index$foreach.count#end', '0112', PLAIN],
  ['foreach-over-a-map', "#foreach($x in {'a': 1})$x#end", '1', PLAIN],
  ['foreach-over-a-range', '#set($n = 3)#foreach($x in [1..$n])$x#end', '123', PLAIN],
  ['break', '#foreach($x in [1..9])#if($x == 3)#break#end$x#end', '12', PLAIN],
  ['stop', 'before#{stop}after', 'before', PLAIN],
  ['else-in-braces', '#if(false)a#{else}b#end', 'b', PLAIN],
  ['elseif', '#set($x = 2)#if($x == 1)a#elseif($x == 2)b#{else}c#end', 'b', PLAIN],
  ['dash-belongs-to-a-name', '#set($i = 5)[$i-]', '[]', PLAIN],
  ['braces-end-a-name', '#set($i = 5)${i}-1', '5-1', PLAIN],
  ['no-alternate-values', "${a|'x'}", 500, PLAIN],
  ['dollar-at-the-end', 'price: $', 500, PLAIN],
  ['hash-at-the-end', 'number #', 500, PLAIN],
  ['dollar-before-a-digit', '$5', '$5', PLAIN],
  ['indent-before-a-directive-stays', '  #if(true)\nx\n  #end\ny', '  x\n  y', PLAIN],
  ['blanks-before-set-vanish', '  #set($x = 1)\n$x', '1', PLAIN],
  ['doubled-quote', '#set($x = "a ""quoted"" b")$x', 'a "quoted" b', PLAIN],
  ['backslash-is-no-escape', '#set($x = "\\"x\\"")$x', 500, PLAIN],
  ['single-quotes-are-literal', "#set($y = 1)#set($x = '$y')$x", '$y', PLAIN],
  ['double-quotes-are-interpolated', '#set($y = 1)#set($x = "<$y>")$x', '<1>', PLAIN],
  ['decimals', '#set($x = .5 * .1)$x', '0.05', PLAIN],
  ['integer-division', '#set($x = 7 / 2)$x', '3', users],
  ['remainder', '#set($x = 7 % 4)$x', '3', users],
  ['define-binds-late', '#define($block)<$x>#end#set($x = 1)$block', '<1>', PLAIN],
  ['list-element-set', '#set($l = ["a"])#set($l[0] = "x")$l', '[x]', PLAIN],
  ['map-member-set', '#set($m = {})#set($m["k"] = "v")$m.k', 'v', PLAIN],
  ['bare-word-argument-is-null', "#set($m = {'a': 'b'})[$m.get(a)]", '[]', PLAIN],
  ['lists-print-as-in-java', '#set($l = ["a", 1, true])$l', '[a, 1, true]', recorded('facts/14, JSON and JSONPath')],
  ['maps-print-as-in-java', "#set($m = {'a': [1]})$m", '{a=[1]}', recorded('facts/14, JSON and JSONPath')],
  ['line-comment', 'a## b\nc', 'ac', PLAIN],
  ['block-comment', 'a#* b *#c', 'ac', PLAIN],
  ['unparsed-text', '#[[$x #if]]#', '$x #if', users],
  ['text-methods', '#set($t = "abc")$t.length() $t.substring(1) $t.toUpperCase() $t.contains("b")', '3 bc ABC true', users],
  ['replace-all', '#set($t = "a.b.c")$t.replaceAll("\\.", "-")', 'a-b-c', recorded('facts/13, 264')],
  ['split', '#set($t = "a,b")#foreach($p in $t.split(","))[$p]#end', '[a][b]', users],
  [
    'list-methods',
    '#set($l = [])$l.add("a")#set($ok = $l.add("b"))$l.size() $l.get(1) $l.contains("a") $l.isEmpty()',
    'true2 b true false',
    users,
  ],
  ['comparison-of-texts', '#set($a = "x")#if($a == "x" && $a != "y")yes#end', 'yes', users],
  ['comparison-of-numbers', '#if(2 > 1 && 1 <= 1 && 3 gt 2)yes#end', 'yes', users],
  ['newlines-stay', 'a\nb\n', 'a\nb\n', uncertain('facts/03, section 5')],
  ['unclosed-if-fails', '#if(true)x', 500, PLAIN],
  ['class-is-out-of-reach', '[$context.class.forName("java.lang.System")]', '[]', uncertain('facts/14, not settled')],
]

/** What `$util` makes of the body `{"t": ...}`; each is sent to a backend as its body. */
type Use = readonly [what: string, template: string, body: string, sent: string, source: Source]
const util = recorded('facts/13, 264')
const encode = recorded('facts/13, 269')
const escaping = documented('docs: api-gateway-mapping-template-reference')
const USES: readonly Use[] = [
  ['escape-quotes', "$util.escapeJavaScript($input.json('$'))", '{"a":"b"}', '{\\"a\\":\\"b\\"}', escaping],
  ['escape-single-quotes', "$util.escapeJavaScript($input.path('$.t'))", '{"t":"it\'s"}', "it\\'s", escaping],
  ['single-quotes-put-right', '$util.escapeJavaScript($input.path(\'$.t\')).replaceAll("\\\\\'", "\'")', '{"t":"it\'s"}', "it's", escaping],
  ['escape-a-line-break', "$util.escapeJavaScript($input.path('$.t'))", '{"t":"a\\nb"}', 'a\\nb', escaping],
  ['escape-slashes', "$util.escapeJavaScript($input.path('$.t'))", '{"t":"a/b"}', 'a\\/b', uncertain('facts/14, $util')],
  ['escape-non-ascii', "$util.escapeJavaScript($input.path('$.t'))", '{"t":"é"}', '\\u00E9', uncertain('facts/14, $util')],
  ['base64-encode', "$util.base64Encode($input.path('$.t'))", '{"t":"hé"}', 'aMOp', util],
  ['base64-decode', "$util.base64Decode($input.path('$.t'))", '{"t":"aMOp"}', 'hé', util],
  ['base64-of-json', "$util.base64Encode($input.json('$.t'))", '{"t":{"a":1}}', 'eyJhIjoxfQ==', recorded('facts/02, section 3')],
  ['url-encode', '$util.urlEncode($input.body)', '{"some": "value"}', '%7B%22some%22%3A+%22value%22%7D', encode],
  ['url-encode-of-undefined', '[$util.urlEncode($input.body.some)]', '{"some": "value"}', '[]', encode],
  ['url-decode', "$util.urlDecode($input.path('$.t'))", '{"t":"a+b%2Bc"}', 'a b+c', escaping],
  ['parse-json', "#set($o = $util.parseJson($input.path('$.t')))$o.a.b", '{"t":"{\\"a\\":{\\"b\\":1}}"}', '1', util],
  ['parse-json-list', "#set($o = $util.parseJson($input.path('$.t')))$o[1] $o.size()", '{"t":"[1,2]"}', '2 2', util],
]

const given: Given = {
  routes: Object.fromEntries(LINES.map(([what, template]) => [`GET /${what}`, rendering(template)])),
}
const sending: Given = {
  routes: Object.fromEntries(
    USES.map(([what, template]) => [`POST /${what}`, http('/', { RequestTemplates: { 'application/json': template } })]),
  ),
  backend: {},
}

export const TEMPLATES: readonly Case[] = LINES.map(([what, , rendered, source]) => ({
  id: `rest.templates.${what}`,
  given,
  when: { path: `/${what}` },
  then: rendered === 500 ? { status: 500, body: '{"message": "Internal server error"}' } : { status: 200, body: rendered },
  source,
}))

export const UTIL: readonly Case[] = USES.map(([what, , body, sent, source]) => ({
  id: `rest.util.${what}`,
  given: sending,
  when: { method: 'POST', path: `/${what}`, headers: { 'Content-Type': 'application/json' }, body },
  then: { status: 200, received: { body: sent } },
  source,
}))
