import { aws_apigateway as apigateway } from 'aws-cdk-lib'
import { Construct, type IConstruct } from 'constructs'
import { ConfigError } from './config-error'
import { modelSchema } from './schemas/json-schema'

/** What a route demands of a request before anything is called. */
export interface RequestDemands {
  readonly key: string
  readonly pathVariables: readonly string[]
  readonly body?: object
  readonly query?: readonly string[]
  readonly headers?: readonly string[]
}

/** What a method gets for its demands. */
export interface DemandBinding {
  readonly requestParameters: Record<string, boolean>
  readonly requestModels?: Record<string, apigateway.IModel>
  readonly requestValidator?: apigateway.IRequestValidator
}

/** The validators and models of one API: one validator for each kind of check, not for each route, and one model for each schema. */
export class RequestValidation extends Construct {
  private readonly models = new Map<string, apigateway.IModel>()
  private readonly validators = new Map<string, apigateway.IRequestValidator>()

  constructor(
    scope: Construct,
    id: string,
    private readonly api: apigateway.IRestApi,
  ) {
    super(scope, id)
  }

  /** What the method of a route gets, so that API Gateway answers 400 itself when a demand is not met. */
  bind(route: RequestDemands): DemandBinding {
    const query = route.query ?? []
    const headers = route.headers ?? []
    checkNames(this, route.key, query, headers, route.pathVariables)
    const requestParameters = Object.fromEntries([
      ...query.map((name) => [`method.request.querystring.${name}`, true]),
      ...headers.map((name) => [`method.request.header.${name}`, true]),
    ])
    const checksParameters = query.length + headers.length > 0
    if (route.body === undefined && !checksParameters) return { requestParameters }
    return {
      requestParameters,
      requestValidator: this.validator(route.body !== undefined, checksParameters),
      ...(route.body !== undefined && { requestModels: { 'application/json': this.model(route.key, route.body) } }),
    }
  }

  private model(key: string, body: object): apigateway.IModel {
    const schema = modelSchema(this, `"${key}"`, body)
    const identity = JSON.stringify(schema)
    const known = this.models.get(identity)
    if (known !== undefined) return known
    const resource = new apigateway.CfnModel(this, `Body of ${key}`, {
      restApiId: this.api.restApiId,
      contentType: 'application/json',
      schema,
    })
    const model = { modelId: resource.ref }
    this.models.set(identity, model)
    return model
  }

  private validator(validateRequestBody: boolean, validateRequestParameters: boolean): apigateway.IRequestValidator {
    const kind = validateRequestBody ? (validateRequestParameters ? 'BodyAndParameters' : 'Body') : 'Parameters'
    const known = this.validators.get(kind)
    if (known !== undefined) return known
    const validator = new apigateway.RequestValidator(this, `Validate${kind}`, {
      restApi: this.api,
      validateRequestBody,
      validateRequestParameters,
    })
    this.validators.set(kind, validator)
    return validator
  }
}

/** API Gateway wants names without odd characters, unique across query, headers and path (facts/02, 7; facts/09, 4). */
function checkNames(scope: IConstruct, key: string, query: readonly string[], headers: readonly string[], path: readonly string[]): void {
  const all = [...query, ...headers, ...path]
  const odd = all.find((name) => !/^[a-zA-Z0-9._$-]+$/.test(name))
  if (odd !== undefined) {
    throw new ConfigError(scope, {
      what: `A required parameter of "${key}" has a name that API Gateway does not take`,
      got: odd,
      allowed: 'letters, digits and "._$-"',
      fix: 'rename it',
    })
  }
  const twice = all.find((name, index) => all.indexOf(name) !== index)
  if (twice !== undefined) {
    throw new ConfigError(scope, {
      what: `The parameter "${twice}" of "${key}" is declared twice`,
      got: twice,
      allowed: 'names that are unique across query, headers and path',
      fix: 'rename one of the two',
    })
  }
}
