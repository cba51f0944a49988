import { oneOf } from './operations'

/** Every unit of CloudWatch. */
export const UNITS = [
  'Seconds',
  'Microseconds',
  'Milliseconds',
  'Bytes',
  'Kilobytes',
  'Megabytes',
  'Gigabytes',
  'Terabytes',
  'Bits',
  'Kilobits',
  'Megabits',
  'Gigabits',
  'Terabits',
  'Percent',
  'Count',
  'Bytes/Second',
  'Kilobytes/Second',
  'Megabytes/Second',
  'Gigabytes/Second',
  'Terabytes/Second',
  'Bits/Second',
  'Kilobits/Second',
  'Megabits/Second',
  'Gigabits/Second',
  'Terabits/Second',
  'Count/Second',
  'None',
] as const

/** The unit, or AWS's error that there is no such one; undefined where none is given. */
export function unitOf(unit: string | undefined, member = 'unit'): (typeof UNITS)[number] | undefined {
  return unit === undefined ? undefined : oneOf(unit, UNITS, member)
}
