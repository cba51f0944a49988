import { page } from '../pages'
import { exportedBy, importersOf, liveStacks } from './exports'
import { type CloudFormation, validationError } from './operations'

const PAGE = 100

export const ListExports: CloudFormation['ListExports'] = (input, call) => {
  const all = liveStacks(call).flatMap(({ StackId, exports }) =>
    Object.entries(exports).map(([Name, Value]) => ({ ExportingStackId: StackId, Name, Value })),
  )
  const sorted = all.sort((a, b) => (a.Name < b.Name ? -1 : 1))
  const { items, next } = page(sorted, input.NextToken, PAGE)
  return { Exports: items, ...(next === undefined ? {} : { NextToken: next }) }
}

export const ListImports: CloudFormation['ListImports'] = (input, call) => {
  const name = input.ExportName ?? ''
  if (exportedBy(call, name) === undefined) throw validationError(`Export '${name}' does not exist.`)
  const importers = importersOf(call, name)
  if (importers.length === 0) throw validationError(`Export '${name}' is not imported by any stack.`)
  const { items, next } = page(importers, input.NextToken, PAGE)
  return { Imports: items, ...(next === undefined ? {} : { NextToken: next }) }
}
