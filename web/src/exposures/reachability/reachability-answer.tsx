import { Divider, Group, Stack, Text } from '@mantine/core'
import type { Scalar } from '../../api/graphql.ts'
import { text } from '../../messages/text.ts'
import { Marked } from '../../parts/marked.tsx'
import { ToneTag } from '../../parts/tag.tsx'
import type { Tone } from '../../theme/palette.ts'
import { Folded } from '../details/folded.tsx'
import { objectName } from '../entry-names.ts'
import { ObjectLink } from '../object-link.tsx'
import type { Reachability } from './reachability-query.ts'

const tones: Readonly<Record<Scalar<'Reaches'>, Tone>> = { YES: 'warning', PARTLY: 'warning', NO: 'good' }

/** Yes or no, why, and what makes that less than sure. */
export function ReachabilityAnswer({ answer }: { readonly answer: Reachability }) {
  return (
    <Stack gap="xs" component="section" aria-label={text('reach.answer')}>
      <Divider />
      <Group gap="xs" role="status" wrap="nowrap" align="start">
        <ToneTag tone={tones[answer.allowed]}>{text(`reaches.${answer.allowed}`)}</ToneTag>
        <Text size="sm">
          <Marked text={answer.text} />
        </Text>
      </Group>
      <Folded
        items={answer.sources}
        label={text('exposure.sources')}
        keyOf={(source) => source}
        render={(source) => source}
      />
      <Text size="sm" fw={600}>
        {text('reach.deciding')}
      </Text>
      {answer.policies.length === 0 ? (
        <Text size="sm" c="dimmed">
          {text('reach.noPolicies')}
        </Text>
      ) : (
        <Stack gap={4}>
          {answer.policies.map(({ policy, direction, effect }) => (
            <Group
              key={`${policy.kind} ${objectName(policy)} ${direction} ${effect}`}
              gap={6}
              wrap="nowrap"
              align="start"
            >
              <ToneTag tone={effect === 'ALLOWS' ? 'warning' : effect === 'PASSES' ? 'idle' : 'good'}>
                {text(`policyEffect.${effect}`)}
              </ToneTag>
              <Text size="sm" component="span" style={{ overflowWrap: 'anywhere' }}>
                <ObjectLink object={policy} />{' '}
                <Text size="xs" c="dimmed" component="span">
                  {text(`trafficDirection.${direction}`)}
                </Text>
              </Text>
            </Group>
          ))}
        </Stack>
      )}
      {answer.doubts.length > 0 && (
        <>
          <Text size="sm" fw={600}>
            {text('reach.doubts')}
          </Text>
          <Folded
            items={answer.doubts}
            label={text('reach.doubts')}
            shown={3}
            keyOf={(doubt) => doubt}
            render={(doubt) => <Marked text={doubt} />}
          />
        </>
      )}
    </Stack>
  )
}
