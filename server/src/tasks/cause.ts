import { type TaskCause, TaskError } from './definition.ts'

/** What a failure is called in a task: an understood one by its own words, another one by its first line. */
export function causeOf(error: unknown): TaskCause {
  if (error instanceof TaskError) return { code: error.code, message: error.message, advice: error.advice }
  return {
    code: 'UNEXPECTED',
    message: `Something unexpected went wrong: ${firstLine(error)}`,
    advice: "Retry. If it fails again, the server's log has the details.",
  }
}

/** Whether another try may help. */
export function isRetryable(error: unknown): boolean {
  return !(error instanceof TaskError) || error.retryable
}

/** A failed query's own message holds its parameters; what the database said is its cause. */
function firstLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, 300)
  const telling = 'query' in error && error.cause instanceof Error ? error.cause : error
  return (telling.message.split('\n', 1)[0] ?? '').slice(0, 300) || telling.name
}
