import { Autocomplete, Code, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from 'urql'
import { text } from '../messages/text.ts'
import { RegionsQuery } from '../shell/scope.ts'
import type { ConnectionTest, ReplacedCluster } from './test-result.tsx'

/** What the cluster is to be called, and where it stands. */
export function NameStep({
  name,
  region,
  onName,
  onRegion,
  test,
  replaced,
}: {
  readonly name: string
  readonly region: string
  readonly onName: (name: string) => void
  readonly onRegion: (region: string) => void
  readonly test: ConnectionTest | undefined
  /** Its source is replaced: name and region stay. */
  readonly replaced: ReplacedCluster | undefined
}) {
  const [{ data }] = useQuery({ query: RegionsQuery })
  return (
    <Stack gap="sm" mt="md" maw={420}>
      {test?.uid && (
        <Text size="sm" c="dimmed">
          {text('cluster.uid')} <Code fz="xs">{test.uid}</Code> {test.version}
        </Text>
      )}
      {replaced ? (
        <Text size="sm">{text('connect.replaceAdvice', { name: replaced.name })}</Text>
      ) : (
        <>
          <TextInput
            label={text('cluster.name')}
            value={name}
            onChange={(event) => onName(event.currentTarget.value)}
          />
          <Autocomplete
            label={text('cluster.region')}
            description={text('cluster.regionAdvice')}
            data={data?.regions.filter((each) => each !== '') ?? []}
            value={region}
            onChange={onRegion}
            openOnFocus={false}
          />
        </>
      )}
    </Stack>
  )
}
