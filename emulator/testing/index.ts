export { type Diagnostic, formatDiagnostic, type Place, UserError } from '../base/diagnostics'
export type { DurationParts } from '../base/duration'
export { type EmulateOptions, emulate, type Gateway, type TestClock } from './emulate'
export type { Source, StackLike, Synthesizable, TemplateObject } from './source'
