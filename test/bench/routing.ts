import { Router } from '../../emulator/gateway/routing/router'
import { median, ratePerSecond } from './measure'

/** How long finding a route takes in a small API and in a large one; half of the routes have a parameter. */
export function routing(): void {
  const finders = [10, 3_000].map(finder)
  // In turns, so that a busy machine slows down both.
  const rounds = Array.from({ length: 7 }, () => finders.map((find) => 1e9 / ratePerSecond(find, 200)))
  const [small, large] = finders.map((_, at) => median(rounds.map((round) => round[at] as number))) as [number, number]
  console.log(
    `\nroute look-up: ${small.toFixed(0)} ns among 10 routes, ${large.toFixed(0)} ns among 3,000, ratio ${(large / small).toFixed(2)}`,
  )
}

/** Looks up all the routes in turn, each path being a new string as it is in a request. */
function finder(count: number): () => void {
  const router = new Router<number>()
  const paths = Array.from({ length: count }, (_, i) => {
    const [path, asked] = i % 2 === 0 ? ['items', 'items'] : ['items/{id}', 'items/12345']
    router.add(`/v1/resource${i}/${path}`, 'GET', i)
    return Buffer.from(`/v1/resource${i}/${asked}`)
  })
  let next = 0
  return () => {
    const found = router.find('GET', (paths[next] as Buffer).toString('latin1'))
    if (found?.value !== next) throw new Error(`route ${next} is not found`)
    next = (next + 1) % count
  }
}
