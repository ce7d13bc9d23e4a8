'use client'

import { Button, CopyButton, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from 'urql'
import { graphql } from '../../api/graphql.ts'
import { Section } from '../../assets/details/section.tsx'
import { text } from '../../messages/text.ts'
import { Failure } from '../../parts/failure.tsx'
import type { CheckResultData } from './check-result-query.ts'
import { Source } from './source.tsx'

/** Apart from the rest: the object is written out for it. */
const CheckSourceQuery = graphql(`
  query CheckSource($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on CheckResult {
        source {
          yaml
          firstLine
          lastLine
          present
          complete
        }
      }
    }
  }
`)

/** The judged object as YAML, with the place that is meant lit. Nothing for what is of no object, or of one that is gone. */
export function SourceSection({ result: { id, judged } }: { readonly result: Pick<CheckResultData, 'id' | 'judged'> }) {
  const [{ data, error }, reload] = useQuery({
    query: CheckSourceQuery,
    variables: { id },
    pause: judged === null,
    requestPolicy: 'cache-and-network',
  })
  if (judged === null) return null
  const source = data?.node?.__typename === 'CheckResult' ? data.node.source : undefined
  if (source === null) return null
  return (
    <Section title={text('source.title')}>
      {source ? (
        <Shown source={source} />
      ) : error ? (
        <Failure error={error} onRetry={() => reload({ requestPolicy: 'network-only' })} />
      ) : (
        <Skeleton h={180} />
      )}
    </Section>
  )
}

function Shown({
  source,
}: {
  readonly source: Parameters<typeof Source>[0]['source'] & { readonly complete: boolean }
}) {
  if (!source.complete) {
    return (
      <Text size="sm" c="dimmed">
        {text('source.tooLarge')}
      </Text>
    )
  }
  return (
    <Stack gap={6}>
      {!source.present && (
        <Text size="sm">{text(source.firstLine === null ? 'source.missing' : 'source.missingLit')}</Text>
      )}
      <Source source={source} />
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed">
          {text('source.about')}
        </Text>
        <CopyButton value={source.yaml}>
          {({ copied, copy }) => (
            <Button variant="default" size="compact-sm" onClick={copy}>
              {text(copied ? 'connect.copied' : 'source.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Stack>
  )
}
