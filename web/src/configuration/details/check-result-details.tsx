'use client'

import { ActionIcon, Code, CopyButton, Group, List, Stack, Text, Title, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { type Fact, Facts, Waiting } from '../../assets/details/parts.tsx'
import { Section } from '../../assets/details/section.tsx'
import { useDetails } from '../../assets/details/use-details.ts'
import { Folded } from '../../exposures/details/folded.tsx'
import { objectName } from '../../exposures/entry-names.ts'
import { ObjectLink } from '../../exposures/object-link.tsx'
import { useChanges } from '../../live/live-provider.tsx'
import { text } from '../../messages/text.ts'
import { Ago } from '../../parts/ago.tsx'
import { DetailsLink } from '../../parts/details-link.tsx'
import { Marked } from '../../parts/marked.tsx'
import { ScopedLink } from '../../parts/scoped-link.tsx'
import { SeverityTag, ToneTag } from '../../parts/tag.tsx'
import { OutcomeTag } from '../outcome-tag.tsx'
import { AcceptSection } from './accept-section.tsx'
import { type CheckResultData, CheckResultDetailsQuery } from './check-result-query.ts'
import { Frameworks } from './frameworks.tsx'
import { MendingSection } from './mending-section.tsx'
import { SourceSection } from './source-section.tsx'

/** What a rule says of one place: what is wrong, why it matters, and how to set it right. */
export function CheckResultDetails({ id }: { readonly id: string }) {
  const { data, error, reload } = useDetails(CheckResultDetailsQuery, 'CheckResult', id)
  const result = data?.node?.__typename === 'CheckResult' ? data.node : undefined
  useChanges(['Risk', 'Waiver'], (changes, resync) => {
    if (resync || changes.some(({ nodeId }) => nodeId === result?.risk?.id || nodeId === result?.waiver?.id)) reload()
  })
  if (!result) return <Waiting error={error} reload={reload} />
  return (
    <Stack gap="md">
      <Heading result={result} />
      <Wrong result={result} />
      {result.check && (
        <Section title={text('check.why')}>
          <Text size="sm">
            <Marked text={result.check.why} />
          </Text>
        </Section>
      )}
      <SourceSection result={result} />
      <MendingSection result={result} />
      <Priority result={result} />
      <AcceptSection result={result} />
      <Where result={result} />
      <Related related={result.related} />
      <Frameworks requirements={result.check?.frameworks ?? []} />
    </Stack>
  )
}

function Heading({ result }: { readonly result: CheckResultData }) {
  const rule = text('check.ruleNamed', { rule: result.rule })
  return (
    <Stack gap={6}>
      <Text size="xs" c="dimmed" component="div">
        {result.check ? <DetailsLink id={result.check.id}>{rule}</DetailsLink> : rule}
      </Text>
      <Title order={2} style={{ overflowWrap: 'anywhere' }}>
        {result.title}
      </Title>
      <Group gap="xs">
        <SeverityTag severity={result.severity} />
        <OutcomeTag outcome={result.result} />
        {result.state === 'RESOLVED' && <ToneTag tone="good">{text('check.setRight')}</ToneTag>}
        {result.priority !== null && (
          <Text size="sm" c="dimmed">
            {text('check.priorityIs', { priority: text(`priorityShort.${result.priority}`) })}
          </Text>
        )}
      </Group>
    </Stack>
  )
}

function Wrong({ result }: { readonly result: CheckResultData }) {
  const isWrong = result.result === 'FAIL'
  return (
    <Section title={text(`checkHeading.${result.result}`)}>
      {result.text !== '' && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          <Marked text={result.text} />
        </Text>
      )}
      {!isWrong && result.reason !== '' && result.reason !== result.text && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          <Marked text={result.reason} />
        </Text>
      )}
      {result.path !== '' && <Path path={result.path} />}
      {result.coveredBy && (
        <Text size="sm" component="div">
          {text('check.coveredBy')}{' '}
          <DetailsLink id={result.coveredBy.id} underline="always">
            {text('check.openRule', result.coveredBy)}
          </DetailsLink>
        </Text>
      )}
    </Section>
  )
}

/** Where it stands, to be copied into whatever finds it in a manifest. */
function Path({ path }: { readonly path: string }) {
  return (
    <Group gap={4} wrap="nowrap" align="flex-start">
      <Code fz="xs" style={{ overflowWrap: 'anywhere', whiteSpace: 'normal' }}>
        {path}
      </Code>
      <CopyButton value={path}>
        {({ copied, copy }) => (
          <Tooltip label={text(copied ? 'connect.copied' : 'check.copyPath')}>
            <ActionIcon
              variant="subtle"
              size="sm"
              color="gray"
              aria-label={text(copied ? 'connect.copied' : 'check.copyPath')}
              onClick={copy}
            >
              {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  )
}

function Priority({ result: { priority, priorityReasons } }: { readonly result: CheckResultData }) {
  if (priority === null || priorityReasons.length === 0) return null
  return (
    <Section title={text('risk.why', { priority: text(`priorityShort.${priority}`) })}>
      <Folded
        items={priorityReasons}
        label={text('risk.priority')}
        keyOf={(reason, at) => `${reason} ${at}`}
        render={(reason) => <Marked text={reason} />}
      />
    </Section>
  )
}

function Where({ result }: { readonly result: CheckResultData }) {
  const { object, judged, workload } = result
  const isJudgedApart = judged !== null && (object === null || nameOf(judged) !== nameOf(object))
  return (
    <Section title={text('exposure.where')}>
      <Facts
        facts={[
          ...(object ? [[text('check.object'), <ObjectLink key="object" object={object} />] as const] : []),
          ...(isJudgedApart
            ? [[text('check.judgedObject'), <ObjectLink key="judged" object={judged} />] as const]
            : []),
          ...workloadFact(workload, object),
          [
            text('asset.cluster'),
            <ScopedLink key="cluster" path="/clusters/view" parameters={{ id: result.cluster.id, open: '' }}>
              {result.cluster.name}
            </ScopedLink>,
          ],
          [text('asset.namespace'), result.namespace],
          ...(result.owner === '' ? [] : [[text('risk.owner'), result.owner] as const]),
          [text('check.origin'), text(`checkOrigin.${result.origin}`)],
          [text('check.since'), <Ago key="first" at={result.firstSeen} />],
          [text('asset.lastSeen'), <Ago key="last" at={result.lastSeen} />],
          ...(result.resolved === null
            ? []
            : [[text('check.setRight'), <Ago key="resolved" at={result.resolved} />] as const]),
        ]}
      />
    </Section>
  )
}

/** The workload, where it is not the object itself. */
function workloadFact(workload: CheckResultData['workload'], object: CheckResultData['object']): Fact[] {
  if (!workload || object?.asset?.id === workload.id) return []
  const name = text('exposure.entryObject', workload)
  return [
    [
      text('asset.workload'),
      <DetailsLink key="workload" id={workload.id}>
        {name}
      </DetailsLink>,
    ],
  ]
}

function Related({ related }: { readonly related: CheckResultData['related'] }) {
  if (related.length === 0) return null
  return (
    <Section title={text('check.related')}>
      <List size="sm" spacing={2}>
        {related.map((object) => (
          <List.Item key={nameOf(object)}>
            <ObjectLink object={object} />
          </List.Item>
        ))}
      </List>
    </Section>
  )
}

function nameOf(object: { readonly kind: string; readonly namespace: string; readonly name: string }): string {
  return `${object.kind} ${objectName(object)}`
}
