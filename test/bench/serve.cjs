// Serves a template on a port without printing a line per request; prints the URL of its only stage.
const { emulate } = require('../../dist/emulator/testing/index.js')

emulate(process.argv[2], { port: Number(process.argv[3]) }).then((gateway) => {
  console.log(`${gateway.url}/_aws/execute-api/${gateway.outputs.ApiId}/bench`)
})
