// Serves a template on a port without printing a line per request; prints the URL of its only stage.
const { emulate } = require('../../dist/emulator/testing/index.js')

// No throttle: what is measured is what a request costs, not how many the account may have.
emulate(process.argv[2], { port: Number(process.argv[3]), accountThrottle: { rate: 1e9, burst: 1e9 } }).then((gateway) => {
  console.log(`${gateway.url}/_aws/execute-api/${gateway.outputs.ApiId}/bench`)
})
