// The yardstick: what node:http alone can do, answering the same bytes as the routes that are measured.
const { createServer } = require('node:http')

const body = '{"ok":true}'
const server = createServer((_request, response) => {
  response.writeHead(200, ['Content-Type', 'application/json', 'Content-Length', String(body.length)])
  response.end(body)
})
server.listen(Number(process.argv[2]), '127.0.0.1', () => console.log('ready'))
