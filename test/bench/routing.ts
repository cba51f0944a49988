import { Router } from '../../emulator/gateway/routing/router'
import { median, ratePerSecond } from './measure'

/** How long finding a route takes in a small API and in a large one; half of the routes have a parameter, and ten are asked for in either. */
export function routing(): void {
  const finders = [10, 3_000].map(finder)
  // In turns, so that a busy machine slows down both.
  const rounds = Array.from({ length: 7 }, () => finders.map((find) => 1e9 / ratePerSecond(find, 200)))
  const [small, large] = finders.map((_, at) => median(rounds.map((round) => round[at] as number))) as [number, number]
  console.log(
    `\nroute look-up: ${small.toFixed(0)} ns among 10 routes, ${large.toFixed(0)} ns among 3,000, ratio ${(large / small).toFixed(2)}`,
  )
}

/** Looks up ten routes in turn, spread over all of them; each path is a new string, as it is in a request. */
function finder(count: number): () => void {
  const router = new Router<number>()
  const named = (i: number) => `/v1/resource${String(i).padStart(5, '0')}`
  for (let i = 0; i < count; i++) router.add(`${named(i)}/${i % 2 === 0 ? 'items' : 'items/{id}'}`, 'GET', i)
  const asked = Array.from({ length: 10 }, (_, at) => Math.floor((at * count) / 10 / 2) * 2 + (at % 2))
  const paths = asked.map((i) => Buffer.from(`${named(i)}/${i % 2 === 0 ? 'items' : 'items/12345'}`))
  let next = 0
  return () => {
    const found = router.find('GET', (paths[next] as Buffer).toString('latin1'))
    if (found?.value !== asked[next]) throw new Error(`route ${asked[next]} is not found`)
    next = (next + 1) % 10
  }
}
