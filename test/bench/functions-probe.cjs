// What functions cost beside their requests; prints JSON: milliseconds of cold starts, megabytes of a hundred functions at rest.
const { performance } = require('node:perf_hooks')
const { emulate } = require('../../dist/emulator/testing/index.js')

const STARTS = 15
const ANSWER = 'async () => ({ statusCode: 200, body: "{}" })'

function template(functions, code) {
  const Resources = {}
  for (let i = 0; i < functions; i++) {
    Resources[`F${i}`] = {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: `F${i}`,
        Runtime: 'nodejs20.x',
        Handler: 'index.handler',
        Role: 'arn:aws:iam::000000000000:role/bench',
        Code: { ZipFile: code },
      },
    }
    Resources[`U${i}`] = { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: { Ref: `F${i}` }, AuthType: 'NONE' } }
    Resources[`P${i}`] = {
      Type: 'AWS::Lambda::Permission',
      Properties: { Action: 'lambda:InvokeFunctionUrl', FunctionName: { Ref: `F${i}` }, Principal: '*', FunctionUrlAuthType: 'NONE' },
    }
  }
  const Outputs = Object.fromEntries(
    Array.from({ length: functions }, (_, i) => [`U${i}`, { Value: { 'Fn::GetAtt': [`U${i}`, 'FunctionUrl'] } }]),
  )
  return { Resources, Outputs }
}

/** One megabyte of functions, as a bundler leaves them. */
function bundle() {
  let code = `exports.handler = ${ANSWER}\n`
  for (let i = 0; code.length < 1_048_576; i++)
    code += `function f${i}(a, b) { const x = a + b * ${i}; return { x, text: 'some text of a bundle ${i}' } }\n`
  return code
}

async function resident() {
  for (let i = 0; i < 3; i++) {
    global.gc()
    await new Promise((done) => setTimeout(done, 100))
  }
  return process.memoryUsage().rss / 1_048_576
}

async function main() {
  const starts = []
  const cold = await emulate(template(STARTS, bundle()))
  for (let i = 0; i < STARTS; i++) {
    // Cold starts come now and then, not one right behind the other.
    await new Promise((done) => setTimeout(done, 200))
    const begun = performance.now()
    const answer = await cold.fetch(cold.outputs[`U${i}`])
    starts.push(performance.now() - begun)
    if (answer.status !== 200) throw new Error(`A function answered ${answer.status}: ${await answer.text()}`)
  }
  await cold.stop()
  const one = await emulate(template(1, `exports.handler = ${ANSWER}`))
  const before = await resident()
  const many = await emulate(template(100, `exports.handler = ${ANSWER}`))
  const megabytes = (await resident()) - before
  await many.stop()
  await one.stop()
  console.log(JSON.stringify({ starts, megabytes }))
}

main()
