import { notifications } from '@mantine/notifications'
import { useAction } from '../api/use-action.ts'
import { SynchronizeAssetsMutation } from '../clusters/cluster-mutations.ts'
import { text } from '../messages/text.ts'

/** Starts a sync of the given clusters, or of all; what already runs is returned by the server, not started twice. */
export function useSynchronize() {
  const { run, running } = useAction(SynchronizeAssetsMutation)
  return {
    running,
    async run(clusters: string[] | undefined): Promise<void> {
      const outcome = await run({ input: { clusters: clusters ?? null } })
      if (outcome.ok) notifications.show({ message: text('synchronize.started') })
    },
  }
}
