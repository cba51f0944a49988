import { aws_dynamodb as dynamodb, type aws_kms as kms } from 'aws-cdk-lib'
import { ConfigError } from '../config-error'
import type { Answer } from './answers'
import { itemAnswer, itemsAnswer } from './dynamodb-answers'
import type { DeleteItemOptions, GetItemOptions, PutItemOptions, QueryOptions, UpdateItemOptions } from './dynamodb-options'
import { jsonText, type RequestValues } from './request-values'
import { type ServiceCall, ServiceTarget } from './service'
import type { IRouteSite, ITarget } from './target-binding'

/** What DynamoDB wants its callers to be allowed with the key of a table, as the CDK grants it. */
const KEY_READS = ['kms:Decrypt', 'kms:DescribeKey']
const KEY_WRITES = [...KEY_READS, 'kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*']
/** A template that writes nothing, so that DynamoDB's own `{}` stays here. */
const NOTHING = '#set($done = true)'

/** What a route can do with a table. */
export class DynamoDbTargets {
  constructor(private readonly table: dynamodb.ITableRef) {}

  /** Answers one item as plain JSON, or 404. Sets, lists, maps and binary values stay in DynamoDB's notation. */
  getItem({ key, numbers, consistentRead }: GetItemOptions): ITarget {
    return this.target('GetItem', { status: 200, template: itemAnswer() }, (route, values) => {
      checkKey(route, this.table, key)
      return [`"Key":${this.attributes(values, key, numbers)}`, ...(consistentRead === true ? ['"ConsistentRead":true'] : [])]
    })
  }

  /** Stores an item, in place of one with that key; answers 200 `{}`. */
  putItem({ item, numbers, condition }: PutItemOptions): ITarget {
    return this.target('PutItem', { status: 200, template: '{}' }, (route, values) => {
      checkKey(route, this.table, item, true)
      return [`"Item":${this.attributes(values, item, numbers)}`, ...conditionOf(condition)]
    })
  }

  /** Changes an item, or makes it; answers it as it is then, as `getItem` does. */
  updateItem(options: UpdateItemOptions): ITarget {
    const { key, condition, mustExist } = options
    return this.target('UpdateItem', { status: 200, template: itemAnswer('$.Attributes') }, (route, values) => {
      checkKey(route, this.table, key)
      const [first = ''] = Object.keys(key)
      const exists = mustExist === true ? 'attribute_exists(#key)' : undefined
      const conditions = [exists, condition].filter((text) => text !== undefined)
      const { expression, names, values: set } = this.update(route, values, options)
      return [
        `"Key":${this.attributes(values, key, options.numbers)}`,
        `"UpdateExpression":${jsonText(expression)}`,
        ...(set.length === 0 ? [] : [`"ExpressionAttributeValues":{${set.join(',')}}`]),
        `"ExpressionAttributeNames":{${[...names, ...(exists === undefined ? [] : [`"#key":${jsonText(first)}`])].join(',')}}`,
        ...conditionOf(conditions.length < 2 ? conditions[0] : conditions.map((text) => `(${text})`).join(' AND ')),
        '"ReturnValues":"ALL_NEW"',
      ]
    })
  }

  /** Deletes an item, or finds that there is none; answers 204. */
  deleteItem({ key, numbers, condition }: DeleteItemOptions): ITarget {
    return this.target('DeleteItem', { status: 204, template: NOTHING }, (route, values) => {
      checkKey(route, this.table, key)
      return [`"Key":${this.attributes(values, key, numbers)}`, ...conditionOf(condition)]
    })
  }

  /** Answers `{"items":[...],"more":false}`, each item as `getItem` does; `more` says that there are others. */
  query({ key, index, limit, descending, numbers }: QueryOptions): ITarget {
    const { table } = this
    const { tableArn } = table.tableRef
    const resource = index === undefined ? tableArn : `${tableArn}/index/${index}`
    const build = (route: IRouteSite, values: RequestValues) => {
      if (limit !== undefined && (!Number.isInteger(limit) || limit < 1)) {
        throw new ConfigError(route.scope, {
          what: `The query of "${route.key}" is limited to no number of items`,
          got: limit,
          allowed: 'a whole number, 1 or more',
          fix: 'write for example limit: 50',
        })
      }
      if (index === undefined) checkPartitionKey(route, table, key)
      const names = Object.keys(key)
      return [
        ...(index === undefined ? [] : [`"IndexName":${jsonText(index)}`]),
        `"KeyConditionExpression":${jsonText(names.map((_, at) => `#k${at} = :k${at}`).join(' AND '))}`,
        `"ExpressionAttributeNames":{${names.map((name, at) => `${jsonText(`#k${at}`)}:${jsonText(name)}`).join(',')}}`,
        `"ExpressionAttributeValues":{${names.map((name, at) => `":k${at}":${this.attribute(values, name, key[name] as string, numbers)}`).join(',')}}`,
        ...(limit === undefined ? [] : [`"Limit":${limit}`]),
        ...(descending === true ? ['"ScanIndexForward":false'] : []),
      ]
    }
    return this.target('Query', { status: 200, template: itemsAnswer() }, build, resource)
  }

  private update(route: IRouteSite, values: RequestValues, { set = {}, add = {}, remove = [], numbers = [] }: UpdateItemOptions) {
    const all = [...Object.keys(set), ...Object.keys(add), ...remove]
    if (all.length === 0)
      throw new ConfigError(route.scope, { what: `"${route.key}" changes nothing of its item`, fix: 'give "set", "add" or "remove"' })
    const numeric = [...numbers, ...Object.keys(add)]
    const at = (name: string) => all.indexOf(name)
    const clause = (word: string, parts: string[]) => (parts.length === 0 ? [] : [`${word} ${parts.join(', ')}`])
    return {
      expression: [
        ...clause(
          'SET',
          Object.keys(set).map((name) => `#n${at(name)} = :v${at(name)}`),
        ),
        ...clause(
          'REMOVE',
          remove.map((name) => `#n${at(name)}`),
        ),
        ...clause(
          'ADD',
          Object.keys(add).map((name) => `#n${at(name)} :v${at(name)}`),
        ),
      ].join(' '),
      names: all.map((name, index) => `"#n${index}":${jsonText(name)}`),
      values: Object.entries({ ...set, ...add }).map(
        ([name, source]) => `":v${at(name)}":${this.attribute(values, name, source, numeric)}`,
      ),
    }
  }

  private target(
    action: string,
    success: Answer,
    fields: (route: IRouteSite, values: RequestValues) => string[],
    resource = this.table.tableRef.tableArn,
  ): ITarget {
    const { table } = this
    return new ServiceTarget(
      (route, values): ServiceCall => ({
        service: 'dynamodb',
        action,
        region: table.env.region,
        permission: `dynamodb:${action}`,
        resource,
        encryption: { key: keyOf(table), permissions: action === 'GetItem' || action === 'Query' ? KEY_READS : KEY_WRITES },
        template: `{${[`"TableName":${jsonText(table.tableRef.tableName)}`, ...fields(route, values)].join(',')}}`,
        success,
      }),
    )
  }

  private attributes(values: RequestValues, sources: { readonly [attribute: string]: string }, numbers?: string[]): string {
    return `{${Object.entries(sources)
      .map(([name, source]) => `${jsonText(name)}:${this.attribute(values, name, source, numbers)}`)
      .join(',')}}`
  }

  private attribute(values: RequestValues, name: string, source: string, numbers: string[] = []): string {
    const type = keysOf(this.table).find((key) => key.name === name)?.type ?? (numbers.includes(name) ? 'N' : 'S')
    return `{"${type}":${type === 'B' ? values.base64(source) : values.json(source)}}`
  }
}

/** The key of an encrypted table, where the app knows it: a table without a construct of the higher level has none to name. */
function keyOf(table: dynamodb.ITableRef): kms.IKey | undefined {
  return (table as Partial<dynamodb.ITable>).encryptionKey
}

/** The key attributes of a table, where the app declares it; none of one that is imported. */
function keysOf(table: dynamodb.ITableRef): dynamodb.Attribute[] {
  if (!(table instanceof dynamodb.Table)) return []
  const { partitionKeys, sortKeys } = table.schemaV2()
  return [...partitionKeys, ...sortKeys]
}

function checkKey(route: IRouteSite, table: dynamodb.ITableRef, given: { readonly [attribute: string]: string }, andMore = false): void {
  const names = keysOf(table).map(({ name }) => name)
  const wrong =
    names.some((name) => given[name] === undefined) || (!andMore && names.length > 0 && Object.keys(given).length > names.length)
  if (wrong) throw wrongKey(route, given, names.join(', '))
  if (Object.keys(given).length === 0) throw wrongKey(route, given, 'every attribute of the key')
}

function checkPartitionKey(route: IRouteSite, table: dynamodb.ITableRef, given: { readonly [attribute: string]: string }): void {
  const [partition] = keysOf(table)
  if (partition !== undefined && given[partition.name] === undefined) throw wrongKey(route, given, partition.name)
  if (Object.keys(given).length === 0) throw wrongKey(route, given, 'the partition key')
}

function wrongKey({ scope, key }: IRouteSite, given: object, allowed: string): ConfigError {
  return new ConfigError(scope, {
    what: `"${key}" does not give the key of its table`,
    got: Object.keys(given),
    allowed,
    fix: `say where in the request each is, for example { ${allowed.split(', ')[0]?.includes(' ') ? 'id' : allowed.split(', ')[0]}: 'path.id' }`,
  })
}

function conditionOf(condition: string | undefined): string[] {
  return condition === undefined ? [] : [`"ConditionExpression":${jsonText(condition)}`]
}
