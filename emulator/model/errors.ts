import { oneClass } from '../base/one-class'

/**
 * A control-plane call fails as on AWS: the protocol in use turns it into its own error shape.
 * `code` is AWS's name of the error (`NotFoundException`), `message` AWS's text, `extra` further members of the error's body.
 */
export class AwsError extends Error {
  override readonly name = 'AwsError'

  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(message)
  }
}
oneClass(AwsError)
