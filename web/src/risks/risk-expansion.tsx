import { List, Stack, Text } from '@mantine/core'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { Expansion } from '../parts/expansion.tsx'
import { Marked } from '../parts/marked.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import type { RiskRow } from './risk-list.ts'

/** Why a risk comes first or last, what to do about it, and who accepted it. */
export function RiskExpansion({ risk }: { readonly risk: RiskRow }) {
  const exposure = 'exposure' in risk ? risk.exposure : null
  return (
    <Expansion>
      <Stack gap="xs">
        {risk.reasons.length > 0 && (
          <>
            <Text size="sm" fw={600}>
              {text('risk.why', { priority: text(`priorityShort.${risk.priority}`) })}
            </Text>
            <List size="sm">
              {risk.reasons.map((reason) => (
                <List.Item key={reason}>
                  <Marked text={reason} />
                </List.Item>
              ))}
            </List>
          </>
        )}
        {exposure && (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            <b>{text('risk.wayIn')}</b> {exposure.pathSentence}{' '}
            <ScopedLink path="/exposures" parameters={{ open: exposure.id }} size="sm">
              {text('risk.openExposure')}
            </ScopedLink>
          </Text>
        )}
        <Advice advice={exposure?.advice ?? []} whole={risk.advice} />
        {risk.waiver && (
          <Text size="sm">
            {text('risk.waivedBy', { owner: risk.waiver.owner, reason: risk.waiver.reason })}{' '}
            <Ago at={risk.waiver.until} />
          </Text>
        )}
        <Text size="xs" c="dimmed">
          {text('risk.ruleOf', { rule: risk.rule })}{' '}
          {risk.owner !== '' && `${text('risk.ownedBy', { owner: risk.owner })} `}
          {text('asset.lastSeen')} <Ago at={risk.lastSeen} />
        </Text>
      </Stack>
    </Expansion>
  )
}

/** What to do: several ways as a list, the most effective first, or the one text that there is. */
function Advice({
  advice,
  whole,
}: {
  readonly advice: readonly { readonly title: string; readonly text: string }[]
  readonly whole: string
}) {
  if (advice.length > 0) {
    return (
      <>
        <Text size="sm" fw={600}>
          {text('risk.advice')}
        </Text>
        <List size="sm" type="ordered">
          {advice.map((one) => (
            <List.Item key={one.title}>
              <b>{one.title}.</b> <Marked text={one.text} />
            </List.Item>
          ))}
        </List>
      </>
    )
  }
  if (whole === '') return null
  return (
    <Text size="sm">
      <b>{text('risk.advice')}</b> <Marked text={whole} />
    </Text>
  )
}
