/** The item of an answer as plain JSON; 404 when there is none. */
export function itemAnswer(path = '$.Item'): string {
  return [
    `#set($item = $input.path('${path}'))#if("$!item" == "")`,
    '#set($context.responseOverride.status = 404){"message":"Not Found"}',
    `#{else}${plainItem(path)}#end`,
  ].join('')
}

/** The items of a `Query` as plain JSON, and whether there are more. */
export function itemsAnswer(): string {
  return [
    `{"items":[#foreach($item in $input.path('$.Items'))#set($at = $foreach.index)`,
    plainItem('$.Items[$at]'),
    '#if($foreach.hasNext),#end#end],',
    `"more":#if("$!input.path('$.LastEvaluatedKey')" == "")false#{else}true#end}`,
  ].join('')
}

/**
 * `$item` without DynamoDB's types; what has no plain form stays, read from `path`. Uncertain: that a value's `containsKey` answers on AWS
 * as that of `$input.params()` does; `keySet` and `get` are recorded (facts/03, 2).
 */
function plainItem(path: string): string {
  const escaped = (text: string) => `"$util.escapeJavaScript(${text}).replaceAll("\\\\'", "'")"`
  return [
    '{#foreach($name in $item.keySet())#set($value = $item.get($name))',
    `${escaped('$name')}:`,
    `#if($value.containsKey("S"))${escaped('$value.get("S")')}`,
    '#elseif($value.containsKey("N"))$value.get("N")',
    '#elseif($value.containsKey("BOOL"))$value.get("BOOL")',
    '#elseif($value.containsKey("NULL"))null',
    `#{else}$input.json("${path}['$name']")#end`,
    '#if($foreach.hasNext),#end#end}',
  ].join('')
}
