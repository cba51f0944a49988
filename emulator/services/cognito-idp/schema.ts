import type { AttributeType, SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider'
import type { UserPoolRecord } from '../../model/cognito'
import { invalidParameter } from './operations'

const TEXT = { MinLength: '0', MaxLength: '2048' }

function text(Name: string, more: SchemaAttributeType = {}): SchemaAttributeType {
  return {
    Name,
    AttributeDataType: 'String',
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    StringAttributeConstraints: TEXT,
    ...more,
  }
}

function flag(Name: string): SchemaAttributeType {
  return { Name, AttributeDataType: 'Boolean', DeveloperOnlyAttribute: false, Mutable: true, Required: false }
}

/** The attributes that every user pool has, as DescribeUserPool lists them. */
const STANDARD: readonly SchemaAttributeType[] = [
  text('profile'),
  text('address'),
  text('birthdate', { StringAttributeConstraints: { MinLength: '10', MaxLength: '10' } }),
  text('gender'),
  text('preferred_username'),
  {
    Name: 'updated_at',
    AttributeDataType: 'Number',
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    NumberAttributeConstraints: { MinValue: '0' },
  },
  text('website'),
  text('picture'),
  text('identities', { StringAttributeConstraints: {} }),
  text('sub', { Mutable: false, Required: true, StringAttributeConstraints: { MinLength: '1', MaxLength: '2048' } }),
  text('phone_number'),
  flag('phone_number_verified'),
  text('zoneinfo'),
  text('locale'),
  text('email'),
  flag('email_verified'),
  text('given_name'),
  text('family_name'),
  text('middle_name'),
  text('name'),
  text('nickname'),
]

/** The schema of a new pool: the standard attributes, changed where the pool says so, and its own ones. */
export function poolSchema(own: readonly SchemaAttributeType[] = []): SchemaAttributeType[] {
  const changes = new Map(own.map((attribute) => [attribute.Name ?? '', attribute]))
  const standard = STANDARD.map((attribute) => ({ ...attribute, ...changes.get(attribute.Name ?? '') }))
  const names = new Set(STANDARD.map(({ Name }) => Name))
  return [...standard, ...own.filter(({ Name }) => !names.has(Name)).map(customAttribute)]
}

/** An attribute of a pool's own, under the name by which users have it. */
export function customAttribute({ Name = '', AttributeDataType = 'String', ...given }: SchemaAttributeType): SchemaAttributeType {
  if (given.Required === true) throw invalidParameter('Required custom attributes are not supported currently.')
  const prefix = given.DeveloperOnlyAttribute === true ? 'dev:custom:' : 'custom:'
  const bounds =
    AttributeDataType === 'String'
      ? { StringAttributeConstraints: given.StringAttributeConstraints ?? {} }
      : AttributeDataType === 'Number'
        ? { NumberAttributeConstraints: given.NumberAttributeConstraints ?? {} }
        : {}
  return {
    Name: /^(?:dev:)?custom:/.test(Name) ? Name : `${prefix}${Name}`,
    AttributeDataType,
    DeveloperOnlyAttribute: given.DeveloperOnlyAttribute ?? false,
    Mutable: given.Mutable ?? true,
    Required: false,
    ...bounds,
  }
}

/** Attributes as a record; of two values for a name the last counts. */
export function attributeMap(attributes: readonly AttributeType[] = []): Record<string, string> {
  return Object.fromEntries(attributes.map(({ Name = '', Value = '' }) => [Name, Value]))
}

/** Attributes as AWS lists them: `sub` first. */
export function attributeList(attributes: Readonly<Record<string, string>>): AttributeType[] {
  const { sub, ...others } = attributes
  return [...(sub === undefined ? [] : [{ Name: 'sub', Value: sub }]), ...Object.entries(others).map(([Name, Value]) => ({ Name, Value }))]
}

/** Refuses values that the schema has no place for. Uncertain: the texts beyond "does not exist in the schema". */
export function checkAttributes({ pool }: UserPoolRecord, attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    const attribute = pool.SchemaAttributes.find(({ Name }) => Name === name)
    if (attribute === undefined || name === 'identities') throw nonconforming(name, 'Attribute does not exist in the schema.')
    checkValue(attribute, name, value)
  }
}

function checkValue(
  { AttributeDataType, StringAttributeConstraints, NumberAttributeConstraints }: SchemaAttributeType,
  name: string,
  value: string,
) {
  if (name === 'email' && value !== '' && !/^[^\s@]+@[^\s@]+$/.test(value)) throw invalidParameter('Invalid email address format.')
  if (name === 'phone_number' && value !== '' && !/^\+\d{1,15}$/.test(value)) throw invalidParameter('Invalid phone number format.')
  if (value === '') return
  if (AttributeDataType === 'Boolean' && value !== 'true' && value !== 'false')
    throw nonconforming(name, 'Attribute value is not a boolean.')
  if (AttributeDataType === 'Number') {
    const { MinValue, MaxValue } = NumberAttributeConstraints ?? {}
    if (!/^-?\d+(?:\.\d+)?$/.test(value)) throw nonconforming(name, 'Attribute value is not a number.')
    if (MinValue !== undefined && Number(value) < Number(MinValue)) throw nonconforming(name, `Number must be greater than ${MinValue}`)
    if (MaxValue !== undefined && Number(value) > Number(MaxValue)) throw nonconforming(name, `Number must be less than ${MaxValue}`)
  }
  if (AttributeDataType === 'String') {
    const { MinLength, MaxLength } = StringAttributeConstraints ?? {}
    if (MinLength !== undefined && value.length < Number(MinLength)) {
      throw nonconforming(name, `String must have length greater than or equal to ${MinLength}`)
    }
    if (MaxLength !== undefined && value.length > Number(MaxLength)) {
      throw nonconforming(name, `String must have length less than or equal to ${MaxLength}`)
    }
  }
}

/** The standard attributes that a new user must have and has not. */
export function missingAttributes({ pool }: UserPoolRecord, attributes: Readonly<Record<string, string>>): string[] {
  return pool.SchemaAttributes.filter(({ Name, Required }) => Required === true && Name !== 'sub' && !attributes[Name ?? '']).map(
    ({ Name }) => Name ?? '',
  )
}

/** Refuses a user who lacks attributes that the pool requires. */
export function checkRequired(record: UserPoolRecord, attributes: Readonly<Record<string, string>>): void {
  const [missing] = missingAttributes(record, attributes)
  if (missing !== undefined) throw nonconforming(missing, 'The attribute is required')
}

/** Refuses a change of what cannot be changed. */
export function checkMutable({ pool }: UserPoolRecord, names: readonly string[]): void {
  for (const name of names) {
    const attribute = pool.SchemaAttributes.find(({ Name }) => Name === name)
    if (attribute?.Mutable === false) throw invalidParameter(`user.${name}: Attribute cannot be updated.\n`)
  }
}

function nonconforming(name: string, reason: string): Error {
  return invalidParameter(`Attributes did not conform to the schema: ${name}: ${reason}\n`)
}
