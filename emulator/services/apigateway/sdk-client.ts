import type { MethodRecord, RestApiDefinition } from '../../model/apigateway'

/** One function of the client. */
interface ClientFunction {
  readonly name: string
  readonly verb: string
  readonly path: string
  /** Parameters by where they travel: in the path, the query string or a header. */
  readonly places: Readonly<Record<'path' | 'query' | 'header', readonly string[]>>
  readonly required: readonly string[]
}

const ANY = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']
const PLACES: Readonly<Record<string, 'path' | 'query' | 'header'>> = { path: 'path', querystring: 'query', header: 'header' }

/** `/pets/{petId}` and GET make `petsPetIdGet`, as in AWS's own SDK; the root's are `rootGet` and so on. */
function functionName(path: string, verb: string): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  const name = [...(words.length === 0 ? ['root'] : words), verb.toLowerCase()]
    .map((word, index) => (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
    .join('')
  return /^\d/.test(name) ? `_${name}` : name
}

/** The functions of an API's client: one for each method, seven for ANY where no method of its own is in the way. */
function functionsOf({ resources }: RestApiDefinition): ClientFunction[] {
  const taken = new Set<string>()
  return resources.flatMap(({ path, resourceMethods = {} }) =>
    Object.entries(resourceMethods).flatMap(([httpMethod, method]) =>
      (httpMethod === 'ANY' ? ANY.filter((verb) => resourceMethods[verb] === undefined) : [httpMethod]).map((verb) => {
        const wanted = functionName(path, verb)
        let name = wanted
        for (let count = 2; taken.has(name); count++) name = `${wanted}${count}`
        taken.add(name)
        return { name, verb, path, ...parametersOf(path, method) }
      }),
    ),
  )
}

function parametersOf(path: string, method: MethodRecord): Pick<ClientFunction, 'places' | 'required'> {
  const places = { path: new Set<string>(), query: new Set<string>(), header: new Set<string>() }
  const required = new Set<string>()
  for (const [, name] of path.matchAll(/\{([^}+]+)\+?\}/g)) {
    places.path.add(name as string)
    required.add(name as string)
  }
  for (const [expression, isRequired] of Object.entries(method.requestParameters ?? {})) {
    const [, where = '', name = ''] = /^method\.request\.(?:multivalue)?(\w+)\.(.+)$/.exec(expression) ?? []
    const place = PLACES[where]
    if (place === undefined) continue
    places[place].add(name)
    if (isRequired) required.add(name)
  }
  return { places: { path: [...places.path], query: [...places.query], header: [...places.header] }, required: [...required] }
}

/** What every client does, whatever its API: it is the same text in each. */
const CALL = `
  const request = async (config, operation, params = {}, body, additionalParams = {}) => {
    const missing = operation.required.filter((name) => params[name] === undefined)
    if (missing.length > 0) throw new Error(operation.verb + ' ' + operation.path + ' needs the parameter ' + missing.join(', '))
    const path = operation.path.replace(/\\{([^}+]+)(\\+?)\\}/g, (all, name, greedy) => {
      const text = String(params[name])
      return greedy ? text.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(text)
    })
    const query = new URLSearchParams()
    const addQuery = (name, value) => [].concat(value).forEach((one) => query.append(name, String(one)))
    for (const name of operation.places.query) if (params[name] !== undefined) addQuery(name, params[name])
    for (const [name, value] of Object.entries(additionalParams.queryParams || {})) addQuery(name, value)
    const headers = new Headers({ Accept: config.defaultAcceptType || 'application/json' })
    if (config.apiKey) headers.set('x-api-key', config.apiKey)
    const hasBody = body !== undefined && body !== null && body !== '' && operation.verb !== 'GET' && operation.verb !== 'HEAD'
    if (hasBody) headers.set('Content-Type', config.defaultContentType || 'application/json')
    for (const name of operation.places.header) if (params[name] !== undefined) headers.set(name, String(params[name]))
    for (const [name, value] of Object.entries({ ...config.headers, ...additionalParams.headers })) headers.set(name, String(value))
    const isRaw = typeof body === 'string' || body instanceof Uint8Array
    const search = query.toString()
    const response = await fetch((config.invokeUrl || INVOKE_URL).replace(/\\/+$/, '') + path + (search ? '?' + search : ''), {
      method: operation.verb,
      headers,
      ...(hasBody ? { body: isRaw ? body : JSON.stringify(body) } : {}),
    })
    const text = await response.text()
    let data = text
    try {
      data = JSON.parse(text)
    } catch {}
    const result = { status: response.status, statusText: response.statusText, headers: Object.fromEntries(response.headers), data }
    if (!response.ok) throw Object.assign(new Error(operation.verb + ' ' + operation.path + ' answered ' + response.status), { response: result })
    return result
  }
`

/** A script that calls the API: `apigClientFactory.newClient({ apiKey, headers, invokeUrl })` has one function for each operation. */
export function clientScript(definition: RestApiDefinition, invokeUrl: string): string {
  const functions = functionsOf(definition).map(({ name, ...operation }) => {
    const parameters = [...operation.places.path, ...operation.places.query, ...operation.places.header].join(', ')
    const comment = `    /** ${operation.verb} ${operation.path}${parameters === '' ? '' : `: ${parameters}`} */`
    const json = JSON.stringify(operation)
    return `${comment}\n    ${name}: (params, body, additionalParams) => request(config, ${json}, params, body, additionalParams),`
  })
  return [
    `const apigClientFactory = (() => {\n  const INVOKE_URL = ${JSON.stringify(invokeUrl)}`,
    CALL,
    `  const newClient = (config = {}) => ({\n${functions.join('\n')}\n  })`,
    '  return { newClient }\n})()\n',
    "if (typeof module === 'object') module.exports = apigClientFactory\nelse globalThis.apigClientFactory = apigClientFactory\n",
  ].join('\n')
}

/** The page that goes with the script. */
export function clientGuide({ api }: RestApiDefinition, invokeUrl: string): string {
  return `# ${api.name}: a JavaScript client

    const client = apigClientFactory.newClient({ apiKey: '...', headers: {}, invokeUrl: '${invokeUrl}' })
    const { status, headers, data } = await client.someOperation(params, body, { headers: {}, queryParams: {} })

Each operation is one function, named after its path and method. All members of the configuration may be left out. An answer outside
200-299 is thrown as an error whose \`response\` holds it. The client needs \`fetch\`; it does not sign requests, so that methods with the
authorization type AWS_IAM want their \`Authorization\` header given.
`
}
