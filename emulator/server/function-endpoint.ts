import type { Clock } from '../base/clock'
import type { Front } from './front'
import { type HttpServer, listen } from './http-server'

/**
 * Where SDK calls of functions go: the emulator's own port; where none is open, one on loopback that is opened when the first function runs
 * and that nobody else is told of.
 */
export class FunctionEndpoint {
  #public: HttpServer | undefined
  #own: HttpServer | undefined
  #opening: Promise<void> | undefined

  constructor(
    private readonly front: () => Front,
    private readonly clock: Clock,
  ) {}

  /** A port of the emulator's has been opened. */
  use(server: HttpServer): void {
    this.#public ??= server
  }

  /** Resolves when functions may start; undefined when they may at once. */
  open(): Promise<void> | undefined {
    if (this.#own !== undefined || this.#public !== undefined) return undefined
    this.#opening ??= listen(this.front(), this.clock, { host: '127.0.0.1', port: 0 }).then(
      (server) => {
        this.#own = server
      },
      // Functions run without: what they call is not there.
      () => {},
    )
    return this.#opening
  }

  /** What functions find in their environment. */
  variables(): Record<string, string> {
    const server = this.#public ?? this.#own
    return server === undefined ? {} : { AWS_ENDPOINT_URL: server.httpUrl }
  }

  async close(): Promise<void> {
    await this.#opening
    await this.#own?.stop()
  }
}
