// What 300 routes add to a CDK app: argv[2] is `bare`, `resources` or `openapi`. Prints the milliseconds from the start of the process.
process.env.CDK_VALIDATION = 'false'
const { App, Stack } = require('aws-cdk-lib')

const app = new App()
const stack = new Stack(app, 'Bench')
const emit = process.argv[2]
if (emit !== 'bare') {
  const { Auth, RestGateway, Target } = require('../../dist/lib/index.js')
  const verbs = ['GET', 'POST', 'PUT', 'DELETE']
  const body = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } }
  const keyOf = (index) => `${verbs[index % 4]} /r${emit === 'openapi' ? index : Math.floor(index / 4)}`
  const target = Target.entry('lambda/orders.ts')
  const routeOf = (index) => ({ target, ...(index % 4 === 1 && { body }) })
  new RestGateway(stack, 'Shop', {
    emit,
    defaultAuth: Auth.iam(),
    routes: Object.fromEntries(Array.from({ length: 300 }, (_, index) => [keyOf(index), routeOf(index)])),
  })
}
app.synth()
console.log(process.uptime() * 1000)
