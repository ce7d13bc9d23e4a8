'use client'

import { Group, List, Stack, Text, Title } from '@mantine/core'
import { Facts, Waiting } from '../../assets/details/parts.tsx'
import { Section } from '../../assets/details/section.tsx'
import { useDetails } from '../../assets/details/use-details.ts'
import { useChanges } from '../../live/live-provider.tsx'
import { text } from '../../messages/text.ts'
import { Ago } from '../../parts/ago.tsx'
import { DetailsLink } from '../../parts/details-link.tsx'
import { Marked } from '../../parts/marked.tsx'
import { ScopedLink } from '../../parts/scoped-link.tsx'
import { ToneTag } from '../../parts/tag.tsx'
import { addressAndPort, containerPortText, hostAndPath } from '../entry-names.ts'
import { VerdictTag } from '../verdict-tag.tsx'
import { type ExposureData, ExposureDetailsQuery } from './exposure-query.ts'
import { Folded } from './folded.tsx'
import { IntendedSection } from './intended-section.tsx'
import { WayIn } from './way-in.tsx'
import { WhatIfButton } from './what-if-button.tsx'

/** One way in: who reaches what, why that is so, and what would close it. */
export function ExposureDetails({ id }: { readonly id: string }) {
  const { data, error, reload } = useDetails(ExposureDetailsQuery, 'Exposure', id)
  const exposure = data?.node?.__typename === 'Exposure' ? data.node : undefined
  useChanges(['Risk', 'Waiver'], (changes, resync) => {
    if (resync || changes.some(({ nodeId }) => nodeId === exposure?.risk?.id || nodeId === exposure?.waiver?.id))
      reload()
  })
  if (!exposure) return <Waiting error={error} reload={reload} />
  return (
    <Stack gap="md">
      <Heading exposure={exposure} />
      <Verdict exposure={exposure} />
      <WayIn exposure={exposure} />
      <Sources sources={exposure.sources} />
      <Answers exposure={exposure} />
      <Priority exposure={exposure} />
      <Advice exposure={exposure} />
      <IntendedSection exposure={exposure} />
      <Section title={text('exposure.where')}>
        <Facts
          facts={[
            [
              text('asset.cluster'),
              <ScopedLink key="cluster" path="/clusters/view" parameters={{ id: exposure.cluster.id, open: '' }}>
                {exposure.cluster.name}
              </ScopedLink>,
            ],
            [text('asset.namespace'), exposure.namespace],
            [text('asset.firstSeen'), <Ago key="first" at={exposure.firstSeen} />],
            [text('asset.lastSeen'), <Ago key="last" at={exposure.lastSeen} />],
            ...(exposure.resolved === null
              ? []
              : [[text('exposure.resolved'), <Ago key="resolved" at={exposure.resolved} />] as const]),
          ]}
        />
      </Section>
    </Stack>
  )
}

function Heading({ exposure }: { readonly exposure: ExposureData }) {
  return (
    <Stack gap={6}>
      <Text size="xs" c="dimmed">
        {text('exposure.exposure')}
      </Text>
      <Title order={2} style={{ overflowWrap: 'anywhere' }}>
        {exposure.title}
      </Title>
      <Group gap="xs">
        <VerdictTag verdict={exposure.verdict} />
        {exposure.intended && <ToneTag tone="idle">{text('exposure.intended')}</ToneTag>}
        {exposure.state === 'RESOLVED' && <ToneTag tone="idle">{text('asset.gone')}</ToneTag>}
        <Text size="sm" c="dimmed">
          {text('exposure.confidenceIs', { confidence: text(`confidence.${exposure.confidence}`).toLowerCase() })}
        </Text>
      </Group>
    </Stack>
  )
}

function Verdict({ exposure: { verdict, rule, reasons } }: { readonly exposure: ExposureData }) {
  return (
    <Section title={text('exposure.why', { verdict: text(`verdict.${verdict}`) })}>
      <Text size="sm">
        <Marked text={rule === '' ? text(`verdictMeaning.${verdict}`) : rule} />
      </Text>
      <Folded
        items={reasons}
        label={text('exposure.reasons')}
        shown={3}
        keyOf={(reason, at) => `${reason.code} ${at}`}
        render={(reason) => (
          <span title={reason.code}>
            <Marked text={reason.text} />
          </span>
        )}
      />
    </Section>
  )
}

function Sources({ sources }: { readonly sources: readonly string[] }) {
  return (
    <Section title={text('exposure.sources')}>
      {sources.length === 0 ? (
        <Text size="sm" c="dimmed">
          {text('exposure.noSources')}
        </Text>
      ) : (
        <Folded
          items={sources}
          label={text('exposure.sources')}
          keyOf={(source) => source}
          render={(source) => (EVERYBODY.includes(source) ? text('exposure.everybody', { range: source }) : source)}
        />
      )}
    </Section>
  )
}

const EVERYBODY = ['0.0.0.0/0', '::/0', '2000::/3']

function Answers({ exposure }: { readonly exposure: ExposureData }) {
  const { entry, workload } = exposure
  const reached = [exposure.workloadKind, exposure.workloadName].join(' ').trim()
  return (
    <Section title={text('exposure.answers')}>
      <Facts
        facts={[
          [
            text('asset.workload'),
            workload ? (
              <DetailsLink key="workload" id={workload.id}>
                {reached}
              </DetailsLink>
            ) : (
              reached
            ),
          ],
          [text('exposure.containerPort'), containerPortText(exposure)],
          [
            text('exposure.addresses'),
            entry.addresses.map((address) => addressAndPort(address, entry.port)).join(', ') ||
              text('exposure.noAddress'),
          ],
          ...(hostAndPath(entry) === '' ? [] : [[text('exposure.hostAndPath'), hostAndPath(entry)] as const]),
          [text('exposure.portClass'), text(`portClass.${exposure.portClass}`)],
          [text('exposure.tls'), text(`tls.${entry.tls}`)],
          [text('exposure.authentication'), text(`authentication.${exposure.authentication}`)],
          [text('exposure.usage'), <Usage key="usage" exposure={exposure} />],
          ...(exposure.finding === null
            ? []
            : [[text('exposure.finding'), text(`exposureFinding.${exposure.finding}`)] as const]),
        ]}
      />
    </Section>
  )
}

/** Without records of traffic it is not known whether it is used: never said to be unused. */
function Usage({ exposure: { usage, trafficSeen } }: { readonly exposure: ExposureData }) {
  if (usage === 'UNKNOWN') return <>{text('exposure.usageUnknown')}</>
  return (
    <>
      {text('exposure.usageSeen')} <Ago at={trafficSeen} />
    </>
  )
}

function Priority({ exposure: { priority, priorityReasons } }: { readonly exposure: ExposureData }) {
  if (priority === null) return null
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

function Advice({ exposure }: { readonly exposure: ExposureData }) {
  if (exposure.advice.length === 0 && exposure.state !== 'OPEN') return null
  return (
    <Section title={text('exposure.advice')}>
      {exposure.advice.length > 0 && (
        <List size="sm" spacing={4}>
          {exposure.advice.map(({ title, text: body }) => (
            <List.Item key={title}>
              <b>{title}.</b> <Marked text={body} />
            </List.Item>
          ))}
        </List>
      )}
      {exposure.state === 'OPEN' && <WhatIfButton exposure={exposure} />}
    </Section>
  )
}
