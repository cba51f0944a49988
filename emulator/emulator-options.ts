import type { Clock } from './base/clock'
import type { Ids } from './base/ids'
import type { FunctionMode } from './runner/sandboxes'
import type { CertificateFiles } from './server/own-certificate'

/** What an emulator is made of, where it is not the usual. */
export interface EmulatorOptions {
  /** The machine's time unless given. */
  readonly clock?: Clock
  /** Random unless given. */
  readonly ids?: Ids
  /** Twelve digits; `000000000000` unless given. */
  readonly account?: string
  /** `us-east-1` unless given. */
  readonly region?: string
  /** A directory that keeps all records, code and objects, so that the next emulator on it goes on where this one ended. */
  readonly state?: string
  /** A Valkey or Redis server that emulators share buckets, quotas and caches through, `redis://127.0.0.1:6379`; in memory unless given. */
  readonly store?: string
  /** What limits do while that server cannot be asked: `open` lets requests pass, as AWS does (the default), `closed` refuses them. */
  readonly storeLoss?: 'open' | 'closed'
  /** Where functions of Node.js run, unless their tag `portico:functions` says so: `threads` (the default) or `processes`. */
  readonly functions?: FunctionMode
  /** Whether nothing of a function runs on between its events, as on AWS; true unless given. */
  readonly freeze?: boolean
  /** Each environment of Node.js has an inspector for a debugger, and is a process for it: the port of the first one. */
  readonly inspect?: number
  /** Handlers of Node.js run in this process, where a test's breakpoints, spies and coverage reach them. */
  readonly inProcess?: boolean
  /** The endpoint to which AWS calls go that nothing here serves. */
  readonly services?: string
  /** An OpenTelemetry collector that every trace is sent to, by OTLP over HTTP: `http://127.0.0.1:4318`. */
  readonly otlp?: string
  /** Local servers that stand behind VPC links: a link's id or name, or a balancer's ARN, to an origin; `*` is any link. */
  readonly vpcLinks?: Readonly<Record<string, string>>
  /** The account's throttle in its region, in place of AWS's 10,000 requests a second and 5,000 at once. */
  readonly accountThrottle?: { readonly rate: number; readonly burst: number }
  /** Whether signatures of methods with AWS_IAM are verified; a well-formed one is trusted otherwise. */
  readonly verifySignatures?: boolean
}

/** How a port is opened. */
export interface ListenOptions {
  /** `127.0.0.1` unless given. */
  readonly host?: string
  /** 4566 unless given; 0 takes a free one. */
  readonly port?: number
  /** HTTPS besides HTTP: with certificates made on the spot, or with these files. */
  readonly tls?: boolean | CertificateFiles
}
