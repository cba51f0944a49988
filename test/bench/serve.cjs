// Serves a template on a port without printing a line per request; prints the URL of its only stage, and with `token` one of its user pool.
const { emulate } = require('../../dist/emulator/testing/index.js')

const [file, port, wish] = process.argv.slice(2)
// No throttle: what is measured is what a request costs, not how many the account may have.
emulate(file, { port: Number(port), accountThrottle: { rate: 1e9, burst: 1e9 } }).then(async (gateway) => {
  const token = wish === 'token' ? ` ${await gateway.token({ expiresIn: 86_400 })}` : ''
  console.log(`${gateway.url}/_aws/execute-api/${gateway.outputs.ApiId}/bench${token}`)
})
