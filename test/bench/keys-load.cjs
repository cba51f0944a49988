// Loads a URL with the API keys of a range in turn; prints requests a second and how many failed.
const autocannon = require('autocannon')

const [, , url, seconds, connections, count] = process.argv
const requests = Array.from({ length: Number(count) }, (_, i) => ({
  headers: { 'x-api-key': `value-of-the-key-number-${(i * 7919) % Number(count)}` },
}))
autocannon({ url, duration: Number(seconds), connections: Number(connections), requests }).then(({ requests: done, non2xx, errors }) => {
  console.log(JSON.stringify({ rps: done.average, failed: non2xx + errors }))
})
