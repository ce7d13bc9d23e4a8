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
        {risk.advice !== '' && (
          <Text size="sm">
            <b>{text('risk.advice')}</b> <Marked text={risk.advice} />
          </Text>
        )}
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
