import { ask, type Proof, unguarded } from './proof'

/** Somebody else, who sends something else, gets what was answered before. */
export const sameAnswer: Proof = async (trial) => {
  const stage = unguarded(trial, { cache: true })
  if (stage === undefined) return undefined
  const door = { ...trial.door, verb: trial.about.verb === 'ANY' ? 'GET' : trial.door.verb }
  const answerTo = (who: string) =>
    ask(stage, door, {
      headers: ['Content-Type', 'application/json', 'Authorization', `Bearer ${who}`],
      ...(door.verb === 'GET' ? {} : { body: JSON.stringify({ from: who }) }),
    })
  const [one, other] = [await answerTo('one'), await answerTo('another')]
  const both = `${door.verb} ${door.path} of one caller and of another`
  if (one.status !== 200) return `not shown: ${door.verb} ${door.path} got ${one.status} ${one.error ?? ''}`.trim()
  return one.body === other.body ? `${both} got one answer, ${one.body}` : `not shown: ${both} got two answers`
}
