import { Group, Skeleton, Stack, Text } from '@mantine/core'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { Failure } from '../parts/failure.tsx'
import { NotAnalyzed } from '../parts/not-analyzed.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import { ToneTag } from '../parts/tag.tsx'
import { useAssetExposures, type Ways } from './use-asset-exposures.ts'
import { VerdictTag } from './verdict-tag.tsx'

/** Each way in to a container or workload: who comes through it, the whole path, since when, and the link to all that is known of it. */
export function AssetExposures({ id, first }: { readonly id: string; readonly first: number }) {
  const { ways, analyzed, workload, error, again } = useAssetExposures(id, first)
  if (!ways) return error ? <Failure error={error} onRetry={again} /> : <Skeleton height={64} />
  if (analyzed === null) return <NotAnalyzed reason={text('exposed.notAnalyzed')} />
  return (
    <Stack gap="xs">
      {ways.nodes.length === 0 ? (
        <Text size="sm">{text('exposed.none')}</Text>
      ) : (
        <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
          {ways.nodes.map((way) => (
            <li key={way.id}>
              <WayIn way={way} />
            </li>
          ))}
        </Stack>
      )}
      <Group gap="sm" justify="space-between">
        <Text size="xs" c="dimmed">
          {text('exposed.analyzed')} <Ago at={analyzed} />
        </Text>
        {ways.totalCount > ways.nodes.length && workload !== undefined && (
          <ScopedLink path="/exposures" parameters={{ workloadIds: workload }} size="xs">
            {text('exposed.more', { count: ways.totalCount })}
          </ScopedLink>
        )}
      </Group>
    </Stack>
  )
}

function WayIn({ way }: { readonly way: Ways['nodes'][number] }) {
  const port =
    way.containerPort === null
      ? text('exposed.anyPort')
      : text('exposed.port', { port: String(way.containerPort), protocol: way.protocol })
  return (
    <Stack gap={2}>
      <Group gap="xs" className="bw-facts">
        <VerdictTag verdict={way.verdict} />
        <Text component="span" size="sm" fw={500} className="bw-figures">
          {port}
        </Text>
        {way.intended && <ToneTag tone="idle">{text('exposed.intended')}</ToneTag>}
        <Text component="span" size="xs" c="dimmed">
          {text('exposed.since')} <Ago at={way.firstSeen} />
        </Text>
      </Group>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {way.pathSentence}
      </Text>
      <ScopedLink
        path="/exposures"
        parameters={{ open: way.id }}
        size="xs"
        label={text('exposed.openOf', { port, verdict: text(`verdict.${way.verdict}`) })}
      >
        {text('exposed.open')}
      </ScopedLink>
    </Stack>
  )
}
