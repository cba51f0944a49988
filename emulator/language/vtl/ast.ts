import type { Value } from './values'

/** A part of a reference behind its name. */
export type Step =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'method'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'index'; readonly index: Expression }

/** `$x`, `$!{x.y(1)[2]}`. */
export interface Reference {
  readonly kind: 'reference'
  readonly offset: number
  readonly root: string
  readonly steps: readonly Step[]
  /** Printed in front: halved backslashes, then stray `$` and `#`. */
  readonly prefix: string
  /** An odd number of backslashes stood in front: printed as it is written. */
  readonly escaped: boolean
  /** Something that only looked like a reference: printed as it is written. */
  readonly text: string | undefined
  readonly literal: string
  readonly quiet: boolean
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '&&' | '||'

export type Expression =
  | Reference
  | { readonly kind: 'literal'; readonly value: Value; readonly source: string }
  | { readonly kind: 'interpolated'; readonly body: Block; readonly source: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[]; readonly source: string }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Expression, Expression])[]; readonly source: string }
  | { readonly kind: 'range'; readonly from: Expression; readonly to: Expression; readonly source: string }
  | { readonly kind: 'not'; readonly operand: Expression; readonly source: string }
  | {
      readonly kind: 'binary'
      readonly operator: BinaryOperator
      readonly left: Expression
      readonly right: Expression
      readonly source: string
      readonly offset: number
    }

/** A thing between the texts of a template. */
export type Statement =
  | { readonly kind: 'text'; readonly text: string }
  | Reference
  | { readonly kind: 'set'; readonly target: Reference; readonly value: Expression; readonly offset: number }
  | { readonly kind: 'if'; readonly branches: readonly Branch[]; readonly otherwise: Block | undefined; readonly offset: number }
  | { readonly kind: 'foreach'; readonly variable: string; readonly list: Expression; readonly body: Block; readonly offset: number }
  | { readonly kind: 'define'; readonly name: string; readonly body: Block }
  | { readonly kind: 'break'; readonly scope: Expression | undefined; readonly offset: number }
  | { readonly kind: 'stop' }
  | { readonly kind: 'fail'; readonly type: string; readonly message: string; readonly offset: number }

export interface Branch {
  readonly condition: Expression
  readonly body: Block
}

export type Block = readonly Statement[]
