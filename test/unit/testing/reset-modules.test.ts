import { LambdaClient, ListVersionsByFunctionCommand } from '@aws-sdk/client-lambda'
import { emulate } from 'portico/testing'
import { mockOf, restTemplate } from '../../support/rest-template'

const template = restTemplate({
  routes: {
    'GET /teapot': mockOf('#set($context.responseOverride.status = 418)short and stout'),
    'GET /signed': { ...mockOf('{}'), method: { ...mockOf('{}').method, AuthorizationType: 'AWS_IAM' } },
  },
})

/** What is loaded when it is first asked for is then loaded again, with classes of its own. */
test('a gateway answers as ever when jest has emptied its cache of modules', async () => {
  jest.resetModules()
  await using gateway = await emulate(template, { port: 0 })
  jest.resetModules()
  expect((await gateway.fetch('/teapot')).status).toBe(418)
  const refused = await gateway.fetch('/signed')
  expect([refused.status, await refused.json()]).toEqual([403, { message: 'Missing Authentication Token' }])
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const lambda = new LambdaClient({ endpoint: gateway.url as string, region: 'us-east-1', credentials })
  for (let time = 0; time < 2; time++) {
    jest.resetModules()
    const asked = lambda.send(new ListVersionsByFunctionCommand({ FunctionName: 'nobody' }))
    await expect(asked).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  }
  lambda.destroy()
})
