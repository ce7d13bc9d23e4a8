import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { type AnyVariables, type TypedDocumentNode, useClient } from 'urql'
import { text } from '../messages/text.ts'
import { explain } from '../parts/failure.tsx'

interface Payload {
  readonly userErrors: readonly {
    readonly code: string
    readonly message: string
    readonly field: readonly string[] | null
  }[]
}

export type Outcome<Data> =
  | { readonly ok: true; readonly payload: Data }
  | { readonly ok: false; readonly message: string; readonly field: string | undefined }

/**
 * Runs a mutation whose payload is aliased `payload`. What the server refuses is returned, and shown as a notification
 * unless the caller shows it where it belongs (`quiet`).
 */
export function useAction<Data extends Payload, Variables extends AnyVariables>(
  document: TypedDocumentNode<{ payload: Data }, Variables>,
  { quiet = false }: { readonly quiet?: boolean } = {},
): { readonly run: (variables: Variables) => Promise<Outcome<Data>>; readonly running: boolean } {
  const client = useClient()
  const [running, setRunning] = useState(false)

  async function run(variables: Variables): Promise<Outcome<Data>> {
    setRunning(true)
    const result = await client.mutation(document, variables).toPromise()
    setRunning(false)
    const outcome = outcomeOf(result.data?.payload, result.error && explain(result.error).title)
    if (!outcome.ok && !quiet)
      notifications.show({ color: 'red', title: text('action.failed'), message: outcome.message })
    return outcome
  }

  return { run, running }
}

function outcomeOf<Data extends Payload>(payload: Data | undefined, failure: string | undefined): Outcome<Data> {
  const [refused] = payload?.userErrors ?? []
  if (refused) return { ok: false, message: refused.message, field: refused.field?.at(-1) }
  if (!payload) return { ok: false, message: failure ?? text('failure.unknown'), field: undefined }
  return { ok: true, payload }
}
