import type { Output } from '@aws-sdk/client-cloudformation'
import { TemplateError } from './findings'
import { evaluate } from './intrinsics'
import type { StackPlan } from './plan'
import { NO_VALUE, type Scope } from './scope'

/** The outputs of a stack whose condition holds, and the names that they are exported by. */
export function evaluateOutputs(plan: StackPlan, scope: Scope): { outputs: Output[]; exports: Record<string, string> } {
  const outputs: Output[] = []
  const exports: Record<string, string> = {}
  for (const [name, output] of Object.entries(plan.template.outputs)) {
    if (typeof output['Condition'] === 'string' && !plan.holds(output['Condition'])) continue
    const path = ['Outputs', name]
    const value = evaluate(output['Value'], scope, [...path, 'Value'])
    if (value === NO_VALUE) continue
    const text = Array.isArray(value) ? value.map(String).join(',') : typeof value === 'object' ? undefined : String(value)
    if (text === undefined) {
      throw new TemplateError(plan.template, {
        code: 'bad-output',
        aws: 'Template format error: The Value field of every Outputs member must evaluate to a String.',
        message: `The output ${name} is no text.`,
        path: [...path, 'Value'],
      })
    }
    const exported = (output['Export'] as { Name?: unknown } | undefined)?.Name
    const exportName = exported === undefined ? undefined : String(evaluate(exported, scope, [...path, 'Export', 'Name']))
    if (exportName !== undefined) exports[exportName] = text
    outputs.push({
      OutputKey: name,
      OutputValue: text,
      ...(typeof output['Description'] === 'string' ? { Description: output['Description'] } : {}),
      ...(exportName === undefined ? {} : { ExportName: exportName }),
    })
  }
  return { outputs, exports }
}
