'use client'

import { Code, Group, Stack, Text, Title } from '@mantine/core'
import type { ResultOf } from 'gql.tada'
import { graphql } from '../../api/graphql.ts'
import { Facts, Waiting } from '../../assets/details/parts.tsx'
import { Section } from '../../assets/details/section.tsx'
import { useDetails } from '../../assets/details/use-details.ts'
import { text } from '../../messages/text.ts'
import { Marked } from '../../parts/marked.tsx'
import { ScopedLink } from '../../parts/scoped-link.tsx'
import { SeverityTag, ToneTag } from '../../parts/tag.tsx'
import { RuleActions } from '../rules/rule-actions.tsx'
import { Frameworks } from './frameworks.tsx'

/** Without its numbers: those are of a scope, and stand in the list. */
const CheckDetailsQuery = graphql(`
  query CheckDetails($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Check {
        rule
        title
        severity
        why
        remedy
        noPatch
        custom
        present
        kinds
        each
        expression
        frameworks {
          framework
          version
          section
        }
      }
    }
  }
`)

type CheckData = Extract<NonNullable<ResultOf<typeof CheckDetailsQuery>['node']>, { __typename: 'Check' }>

/** A rule: what is wrong where it fails, why that matters, how to set it right, and who asks for it. */
export function CheckDetails({ id }: { readonly id: string }) {
  const { data, error, reload } = useDetails(CheckDetailsQuery, 'Check', id)
  const check = data?.node?.__typename === 'Check' ? data.node : undefined
  if (!check) return <Waiting error={error} reload={reload} />
  return (
    <Stack gap="md">
      <Stack gap={6}>
        <Text size="xs" c="dimmed">
          {text('check.ruleNamed', { rule: check.rule })}
        </Text>
        <Title order={2} style={{ overflowWrap: 'anywhere' }}>
          {check.title}
        </Title>
        <Group gap="xs">
          <SeverityTag severity={check.severity} />
          {check.custom && <ToneTag tone="idle">{text('check.custom')}</ToneTag>}
          {!check.present && <ToneTag tone="idle">{text('check.noLongerAsked')}</ToneTag>}
        </Group>
        <ScopedLink
          path="/configuration"
          parameters={{ rules: check.rule, results: 'FAIL' }}
          size="sm"
          style={{ alignSelf: 'start' }}
        >
          {text('check.showFailed')}
        </ScopedLink>
        {check.custom && check.present && <RuleActions check={check} onChanged={reload} />}
      </Stack>
      {check.why !== '' && (
        <Section title={text('check.why')}>
          <Text size="sm">
            <Marked text={check.why} />
          </Text>
        </Section>
      )}
      {check.remedy !== '' && (
        <Section title={text('check.remedy')}>
          <Text size="sm">
            <Marked text={check.remedy} />
          </Text>
          <Text size="sm" c="dimmed">
            <Marked text={check.noPatch ?? text('check.hasPatch')} />
          </Text>
        </Section>
      )}
      {check.custom && <Expression check={check} />}
      <Frameworks requirements={check.frameworks} />
    </Stack>
  )
}

function Expression({ check: { kinds, each, expression } }: { readonly check: CheckData }) {
  return (
    <Section title={text('check.expression')}>
      <Facts
        facts={[
          [text('check.judges'), kinds.join(', ')],
          [text('check.each'), text(`checkScope.${each}`)],
        ]}
      />
      {/* Reached by the keyboard, so that what is scrolled can be read without a mouse. */}
      <Code block tabIndex={0} role="region" aria-label={text('check.expression')}>
        {expression}
      </Code>
    </Section>
  )
}
