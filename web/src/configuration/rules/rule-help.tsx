'use client'

import { Button, Code, Group, List, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { text } from '../../messages/text.ts'
import { Marked } from '../../parts/marked.tsx'
import { EXAMPLE_SOURCES, EXAMPLES, type RuleDraft } from './rule-draft.ts'

const NAMES = ['object', 'metadata', 'spec', 'container'] as const

/** What an expression may use, and some to begin with. */
export function RuleHelp({ onUse }: { readonly onUse: (source: Partial<RuleDraft>) => void }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Stack gap="xs" align="start">
      <Button size="compact-xs" variant="subtle" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {text('rule.help')}
      </Button>
      {isOpen && (
        <>
          <Text size="sm">
            <Marked text={text('rule.helpAbout')} />
          </Text>
          <List size="sm" spacing={2}>
            {NAMES.map((name) => (
              <List.Item key={name}>
                <Code>{name}</Code> {text(`ruleName.${name}`)}
              </List.Item>
            ))}
          </List>
          <Text size="sm">
            <Marked text={text('rule.helpMissing')} />
          </Text>
          {EXAMPLES.map((example) => (
            <Stack key={example} gap={4} w="100%">
              <Group justify="space-between" gap="xs">
                <Text size="sm" fw={600}>
                  {text(`ruleExample.${example}`)}
                </Text>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={text('rule.useOf', { example: text(`ruleExample.${example}`) })}
                  onClick={() => onUse({ ...EXAMPLE_SOURCES[example], title: text(`ruleExample.${example}`) })}
                >
                  {text('rule.use')}
                </Button>
              </Group>
              <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                {EXAMPLE_SOURCES[example].expression}
              </Code>
            </Stack>
          ))}
        </>
      )}
    </Stack>
  )
}
