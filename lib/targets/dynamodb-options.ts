/**
 * Which item of a table is read.
 *
 * @example
 * Target.dynamoDb(orders).getItem({ key: { id: 'path.id' } })
 */
export interface GetItemOptions {
  /** Each attribute of the key with its place in the request. */
  readonly key: { readonly [attribute: string]: string }
  /** Attributes that hold numbers. @default - as the table declares its keys; others hold texts */
  readonly numbers?: string[]
  /** Whether what was written just before is seen for sure. @default false */
  readonly consistentRead?: boolean
}

/**
 * What is stored in a table.
 *
 * @example
 * Target.dynamoDb(orders).putItem({ item: { id: 'context.requestId', total: 'body.total' }, numbers: ['total'] })
 */
export interface PutItemOptions {
  /** Each attribute with its place in the request. */
  readonly item: { readonly [attribute: string]: string }
  /** Attributes that hold numbers. @default - as the table declares its keys; others hold texts */
  readonly numbers?: string[]
  /** A condition in DynamoDB's language, such as `attribute_not_exists(id)`: unless it holds the answer is 400. */
  readonly condition?: string
}

/**
 * Which item of a table is deleted.
 *
 * @example
 * Target.dynamoDb(orders).deleteItem({ key: { id: 'path.id' } })
 */
export interface DeleteItemOptions {
  /** Each attribute of the key with its place in the request. */
  readonly key: { readonly [attribute: string]: string }
  /** Attributes that hold numbers. @default - as the table declares its keys; others hold texts */
  readonly numbers?: string[]
  /** A condition in DynamoDB's language: unless it holds the answer is 400. */
  readonly condition?: string
}

/**
 * Which items of a table are read: those whose attributes equal what is given.
 *
 * @example
 * Target.dynamoDb(orders).query({ key: { customer: 'path.customer' }, index: 'byCustomer', limit: 50 })
 */
export interface QueryOptions {
  /** The partition key, and the sort key where it is known, each with its place in the request. */
  readonly key: { readonly [attribute: string]: string }
  readonly index?: string
  /** How many items are answered at most. @default - as many as 1 MB holds */
  readonly limit?: number
  /** Whether the greatest sort key comes first. @default false */
  readonly descending?: boolean
  /** Attributes that hold numbers. @default - as the table declares its keys; others hold texts */
  readonly numbers?: string[]
}

/**
 * What of an item is changed.
 *
 * @example
 * Target.dynamoDb(orders).updateItem({ key: { id: 'path.id' }, set: { status: 'body.status' }, add: { version: "'1'" }, mustExist: true })
 */
export interface UpdateItemOptions {
  /** Each attribute of the key with its place in the request. */
  readonly key: { readonly [attribute: string]: string }
  /** Attributes that get a value, each with its place in the request. */
  readonly set?: { readonly [attribute: string]: string }
  /** Numbers that are added to, each with the place of what is added. */
  readonly add?: { readonly [attribute: string]: string }
  /** Attributes that go. */
  readonly remove?: string[]
  /** Attributes that hold numbers. @default - as the table declares its keys, and those in `add`; others hold texts */
  readonly numbers?: string[]
  /** A condition in DynamoDB's language: unless it holds the answer is 400. */
  readonly condition?: string
  /** Whether the answer is 400 where there is no such item, which is made otherwise. @default false */
  readonly mustExist?: boolean
}
