import { AsyncLocalStorage } from 'node:async_hooks'
import pino from 'pino'
import type { LogLevel } from './config.ts'

/** A structured log: a line an event, with request and task ids as bindings of a child. */
export type Log = pino.Logger

const fields = new AsyncLocalStorage<Readonly<Record<string, string>>>()

/** Runs `fn`; every line that is logged meanwhile, wherever, carries `added`, such as the request's id. */
export function withLogFields<T>(added: Readonly<Record<string, string>>, fn: () => T): T {
  return fields.run({ ...fields.getStore(), ...added }, fn)
}

/** Field names whose values never reach a log line, wherever they stand in what is logged. */
const SECRET_FIELDS = ['authorization', 'cookie', 'password', 'token', 'secret', 'kubeconfig', 'text', 'sealed']

/**
 * Lines of JSON on standard error; standard output is for what people read. Errors are written with name, code, message
 * and stack, not with what hangs on them: a database error carries the parameters of its statement, which may be secret.
 */
export function createLog(level: LogLevel, destination: pino.DestinationStream = pino.destination(2)): Log {
  return pino(
    {
      level,
      base: null,
      mixin: () => fields.getStore() ?? {},
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: plainError, error: plainError },
      redact: {
        paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
        censor: '«not logged»',
      },
    },
    destination,
  )
}

/** What is written by `sparing`. */
export interface SparingLog {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void
  error(fields: Readonly<Record<string, unknown>>, message: string): void
}

const MINUTE_MS = 60_000

/**
 * For what strangers can cause in bulk: at most `mostAMinute` lines with one message; the first of a later minute tells in
 * `leftOut` how many were not written.
 */
export function sparing(log: SparingLog, mostAMinute = 10, now: () => number = Date.now): SparingLog {
  const minutes = new Map<string, { endsMs: number; lines: number }>()

  function write(level: 'warn' | 'error', fields: Readonly<Record<string, unknown>>, message: string): void {
    let minute = minutes.get(message)
    let leftOut = 0
    if (!minute || minute.endsMs <= now()) {
      leftOut = Math.max(0, (minute?.lines ?? 0) - mostAMinute)
      minute = { endsMs: now() + MINUTE_MS, lines: 0 }
      minutes.set(message, minute)
    }
    minute.lines++
    if (minute.lines <= mostAMinute) log[level](leftOut > 0 ? { ...fields, leftOut } : fields, message)
  }
  return {
    warn: (fields, message) => write('warn', fields, message),
    error: (fields, message) => write('error', fields, message),
  }
}

function plainError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error).slice(0, 1000) }
  const { code, severity, constraint, table } = error as Error & Record<string, unknown>
  return {
    name: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    message: withoutSecrets(error.message),
    ...(typeof severity === 'string' ? { severity, constraint, table } : {}),
    stack: withoutSecrets(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: plainError(error.cause) }),
  }
}

/** Drizzle appends `params: …` to a failed query's message, and URLs may hold a password. */
function withoutSecrets(text: string): string {
  return text
    .replace(/\nparams: .*/g, '')
    .replace(/(:\/\/[^\s:/@]*):[^\s/@]*@/g, '$1:«not logged»@')
    .slice(0, 4000)
}
