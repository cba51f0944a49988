import type { Call } from '../operations'
import { type Source, TemplateError, type TemplatePath } from './findings'
import { storedParameter } from './parameters'

/** Replaces `{{resolve:ssm:...}}` in a text by the parameter's value; what keeps secrets is not emulated, and left as it is written. */
export function resolveDynamicReferences(
  text: string,
  path: TemplatePath,
  source: Source,
  call: Call,
  report: (code: string, message: string, path: TemplatePath, fix?: string) => void,
): string {
  return text.replace(/\{\{resolve:([a-z-]+):([^}]+)\}\}/g, (whole, service: string, rest: string) => {
    if (service !== 'ssm') {
      report(
        'secret-not-resolved',
        `${whole} is left as it is: '${service}' is not emulated.`,
        path,
        'Take the value from a parameter when running locally.',
      )
      return whole
    }
    const [, name, version] = /^(.*?)(?::(\d+))?$/.exec(rest) ?? []
    const stored = storedParameter(call, name ?? '', version)
    if (stored !== undefined) return stored
    throw new TemplateError(source, {
      code: 'unknown-ssm-parameter',
      aws: `Parameters: [ssm:${rest}] cannot be found.`,
      message: `${whole} names a parameter, or a version of one, that is not in the Parameter Store.`,
      path,
      fix: `Put the parameter '${name}' first.`,
    })
  })
}
