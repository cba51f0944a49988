/** The length of a frame on the matcher's stack: its kind and three numbers. */
export const FRAME = 4
/** Kinds of frames: another way on, a slot's former value, a failure to remember, the rest of a run. */
export const [WAY, SLOT, MEMO, RUN] = [0, 1, 2, 3]

/** Gives slots the values that they had before the frames from `top` on, and drops these. */
export function restoreSlots(stack: number[], top: number, slots: number[]): void {
  for (let from = stack.length - FRAME; from >= top; from -= FRAME)
    if (stack[from] === SLOT) slots[stack[from + 1] as number] = stack[from + 2] as number
  stack.length = top
}

/** What was decided from `top` on is final: only the former values of slots stay. */
export function keepSlots(stack: number[], top: number): void {
  let to = top
  for (let from = top; from < stack.length; from += FRAME) {
    if (stack[from] !== SLOT) continue
    for (let i = 0; i < FRAME; i++) stack[to + i] = stack[from + i] as number
    to += FRAME
  }
  stack.length = to
}
