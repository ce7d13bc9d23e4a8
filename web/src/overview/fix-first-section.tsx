import { Group, Stack, Text, Title } from '@mantine/core'
import { text } from '../messages/text.ts'
import { DetailsLink } from '../parts/details-link.tsx'
import { Marked } from '../parts/marked.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import { SeverityTag } from '../parts/tag.tsx'
import { AnalysesNote } from '../risks/analyses-note.tsx'
import classes from './overview.module.css'
import type { OverviewData } from './overview-query.ts'
import { Section } from './section.tsx'

type Risk = OverviewData['fixFirst']['nodes'][number]

const OPEN = { states: 'OPEN', waived: 'false' }

/** The ten risks to begin with; below, or instead while there are none, what looks for risks and where it has looked. */
export function FixFirstSection({ data }: { readonly data: OverviewData }) {
  const { nodes, totalCount } = data.fixFirst
  const hasRun = data.analyses.some((analysis) => analysis.last !== null)
  return (
    <Section
      title={text('fix.title')}
      aside={
        totalCount > 0 && (
          <ScopedLink path="/risks" parameters={OPEN} size="sm">
            {text('fix.all', { count: totalCount })}
          </ScopedLink>
        )
      }
    >
      {nodes.length > 0 && (
        <Stack gap={0} component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
          {nodes.map((risk) => (
            <li key={risk.id} className={classes.risk}>
              <RiskToFix risk={risk} />
            </li>
          ))}
        </Stack>
      )}
      {nodes.length === 0 && hasRun && <Text size="sm">{text('fix.none')}</Text>}
      <div>
        <Title order={3} fz="sm" mb={4}>
          {text('analyses.title')}
        </Title>
        <AnalysesNote analyses={data.analyses} />
      </div>
    </Section>
  )
}

function RiskToFix({ risk }: { readonly risk: Risk }) {
  const [reason] = risk.reasons
  return (
    <Stack gap={2}>
      <Group gap="xs" className="bw-facts">
        <SeverityTag severity={risk.severity} />
        <ScopedLink
          path="/risks"
          parameters={{ ...OPEN, rules: risk.rule, assetNames: risk.assetName }}
          size="sm"
          fw={500}
        >
          {risk.title}
        </ScopedLink>
        <Text size="sm" component="span" className={classes.breaks}>
          <RiskyAsset risk={risk} />
          {risk.namespace !== '' && ` · ${risk.namespace}`}
          {risk.cluster !== null && risk.assetType !== 'CLUSTER' && ` · ${risk.cluster.name}`}
        </Text>
      </Group>
      <Text size="sm">
        {reason !== undefined && <Marked text={`${reason} `} />}
        <Advice risk={risk} />
      </Text>
      <Text size="xs" c="dimmed">
        {text('risk.owner')}: {risk.owner || text('fix.nobody')}
      </Text>
    </Stack>
  )
}

/** What to do; of several ways to close an exposure the most effective one, and where the others stand. */
function Advice({ risk }: { readonly risk: Risk }) {
  const exposure = risk.__typename === 'ExposureRisk' ? risk.exposure : null
  const [first, ...others] = exposure?.advice ?? []
  const advice = first?.text ?? risk.advice
  if (advice === '') return null
  return (
    <>
      <b>{text('risk.advice')}</b> <Marked text={advice} />
      {exposure !== null && others.length > 0 && (
        <>
          {' '}
          <ScopedLink path="/exposures" parameters={{ open: exposure.id }} size="sm" underline="always">
            {text('fix.moreAdvice', { count: others.length })}
          </ScopedLink>
        </>
      )}
    </>
  )
}

function RiskyAsset({ risk }: { readonly risk: Risk }) {
  if (risk.assetType === 'IMAGE') return <>{risk.assetName}</>
  if (risk.assetType !== 'CLUSTER')
    return (
      <DetailsLink id={risk.assetId} underline="always">
        {risk.assetName}
      </DetailsLink>
    )
  return (
    <ScopedLink path="/clusters/view" parameters={{ id: risk.assetId }} size="sm" underline="always">
      {risk.assetName}
    </ScopedLink>
  )
}
