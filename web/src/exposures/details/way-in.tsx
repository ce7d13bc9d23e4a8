import { ActionIcon, Code, CopyButton, Group, Stack, Text, Tooltip } from '@mantine/core'
import {
  IconBox,
  IconCheck,
  IconCopy,
  IconDoorEnter,
  IconEar,
  IconPlugConnected,
  IconRoute,
  IconTopologyStar3,
  IconWorld,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Scalar } from '../../api/graphql.ts'
import { Section } from '../../assets/details/section.tsx'
import { text } from '../../messages/text.ts'
import { ToneTag } from '../../parts/tag.tsx'
import type { Tone } from '../../theme/palette.ts'
import { objectName } from '../entry-names.ts'
import { ObjectLink } from '../object-link.tsx'
import type { ExposureData } from './exposure-query.ts'
import classes from './way-in.module.css'

type Hop = ExposureData['hops'][number]

const icons: Readonly<Record<Scalar<'HopKind'>, typeof IconWorld>> = {
  ENTRY: IconDoorEnter,
  LISTENER: IconEar,
  ROUTE: IconRoute,
  SERVICE: IconTopologyStar3,
  ENDPOINT: IconPlugConnected,
  CONTAINER: IconBox,
}

const effects: Readonly<Record<Scalar<'PolicyEffect'>, Tone>> = {
  ALLOWS: 'warning',
  DENIES: 'good',
  ISOLATES: 'good',
  PASSES: 'idle',
}

/** The way in, hop by hop from outside to the container; the same in one line, to read out and to copy. */
export function WayIn({ exposure }: { readonly exposure: ExposureData }) {
  return (
    <Section title={text('exposure.wayIn')}>
      <Group gap={4} wrap="nowrap" align="flex-start">
        <Text size="sm" className={classes.sentence}>
          {exposure.pathSentence}
        </Text>
        <CopyButton value={exposure.pathSentence}>
          {({ copied, copy }) => (
            <Tooltip label={text(copied ? 'connect.copied' : 'exposure.copyWay')}>
              <ActionIcon
                variant="subtle"
                size="sm"
                color="gray"
                aria-label={text(copied ? 'connect.copied' : 'exposure.copyWay')}
                onClick={copy}
              >
                {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </Group>
      <ol className={classes.way} aria-label={text('exposure.steps')}>
        <Step icon={IconWorld} kind={text('exposure.from')}>
          <Text size="sm">{text(`verdictMeaning.${exposure.verdict}`)}</Text>
        </Step>
        {exposure.hops.map((hop, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is told from the others by its place
          <Step key={at} icon={icons[hop.kind]} kind={text(`hopKind.${hop.kind}`)}>
            <HopContent hop={hop} />
          </Step>
        ))}
      </ol>
    </Section>
  )
}

function Step({
  icon: Icon,
  kind,
  children,
}: {
  readonly icon: typeof IconWorld
  readonly kind: string
  readonly children: ReactNode
}) {
  return (
    <li className={classes.step}>
      <span className={classes.mark}>
        <Icon size={16} aria-hidden />
      </span>
      <Stack gap={2} className={classes.content}>
        <Text size="xs" c="dimmed">
          {kind}
        </Text>
        {children}
      </Stack>
    </li>
  )
}

function HopContent({ hop }: { readonly hop: Hop }) {
  return (
    <>
      <Text size="sm" fw={500}>
        {hop.label}
      </Text>
      {hop.object && (
        <Text size="sm" component="div">
          <ObjectLink object={hop.object} />
        </Text>
      )}
      {hop.evidence.length > 0 && (
        <Group gap={4}>
          {hop.evidence.map((fact) => (
            <Code key={fact} fz="xs" className={classes.evidence}>
              {fact}
            </Code>
          ))}
        </Group>
      )}
      {hop.policies.map(({ policy, effect }) => (
        <Group key={`${policy.kind} ${objectName(policy)} ${effect}`} gap={6}>
          <ToneTag tone={effects[effect]}>{text(`policyEffect.${effect}`)}</ToneTag>
          <Text size="sm" component="span">
            <ObjectLink object={policy} />
          </Text>
        </Group>
      ))}
    </>
  )
}
